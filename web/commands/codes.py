"""`shouxian codes`: code lists with their editions, those of the program and the site's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from engine.clock import office_day
from engine.db import reading
from engine.errors import NotFound
from states import code_book, site_codes
from states.code_editions import CodeEdition, Period
from states.site_editions import CODES
from web.commands import acting
from web.commands.days import DAY
from web.commands.editions import TITLES, chosen, file_argument, row_of, take_back, take_into_use, tell_faults
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show

SHOWN = {"code": "代码", "words": "说法", "choosable": "可选", "becomes": "改为"}
on_option = click.option("--on", type=DAY, metavar="DATE", help="按哪一天看能选哪些，默认今天。")


@click.group(help="代码表：各版有哪些代码、从哪天到哪天能选、停用的改成什么；列出、查看、检查、入库、撤回。")
def codes() -> None:
    """Group the commands about code lists."""


@codes.command(name="list", help="列出各张代码表的各版：随程序来的和本地入库的，哪一版使用中。")
@on_option
@json_option
def list_(on: date | None, as_json: bool) -> None:
    """List the editions."""
    here = opened()
    with reading(here.db) as session:
        found = site_codes.standing(session, on or office_day(here.now(session)))
    show([row_of(one) for one in found], TITLES, as_json=as_json)


@codes.command(name="show", help="查看一张代码表；不写版号看那一天使用中的一版。")
@click.argument("name", metavar="LIST")
@click.option("--edition", metavar="EDITION", help="看这一版。")
@click.option("--toml", "as_toml", is_flag=True, help="输出原文，改过以后可以再入库。")
@on_option
@json_option
def show_(name: str, edition: str | None, as_toml: bool, on: date | None, as_json: bool) -> None:
    """Show an edition."""
    here = opened()
    with reading(here.db) as session:
        day = on or office_day(here.now(session))
        one = chosen(site_codes.standing(session, day), name, edition)
    if one is None:
        raise NotFound("codes", f"{name} {edition or ''}".strip())
    found = next(each for each in code_book.book().editions(name) if each.digest == one.digest)
    if as_toml:
        click.echo(found.text, nl=False)
        return
    rows = _rows(found, day)
    if as_json:
        print_json(row_of(one) | _period(found.valid) | {"source": found.source, "codes": rows})
        return
    click.echo(f"{found.title}（{found.list}）{found.edition}版")
    show([_said(row) for row in rows], SHOWN, as_json=False)


@codes.command(help="检查一个代码表文件；有问题时逐条写明文件、位置和原因。")
@file_argument
@json_option
def check(file: Path, as_json: bool) -> None:
    """Check a file."""
    opened()
    tell_faults(file, lambda text: site_codes.check(text, file.name), as_json)


@codes.command(help="把一版代码表入库，马上使用；去掉的代码还能读，不能再选。")
@file_argument
@acting.as_option
@json_option
def add(file: Path, username: str, as_json: bool) -> None:
    """Take an edition into use."""
    take_into_use(file, username, lambda _session, text, name: site_codes.check(text, name), as_json)


@codes.command(help="撤回一版，恢复使用上一版；撤回的留在库里，写明原因，已登记的代码还能读。")
@click.argument("name", metavar="LIST")
@click.argument("edition")
@click.option("--reason", required=True, help="为什么撤回。")
@acting.as_option
@json_option
def withdraw(name: str, edition: str, reason: str, username: str, as_json: bool) -> None:
    """Withdraw an edition."""
    take_back(CODES, (name, edition), reason, username, as_json)


def _rows(found: CodeEdition, day: date) -> list[dict[str, Any]]:
    offered = found.labels_on(day) if found.offered and found.valid.holds(day) else {}
    return [
        {"code": code, "words": list(one.words), "choosable": code in offered}
        | _period(one)
        | {"becomes": list(one.becomes)}
        for code, one in found.codes.items()
    ]


def _said(row: dict[str, Any]) -> dict[str, str]:
    told = {name: "、".join(row[name]) for name in ("words", "becomes")}
    return told | {"code": row["code"], "choosable": "能" if row["choosable"] else "不能"}


def _period(one: Period) -> dict[str, object]:
    return {"since": one.since, "until": one.until}
