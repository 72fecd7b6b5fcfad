"""`shouxian layout`: the layouts of lists, those of the program and the site's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from engine.db import reading
from engine.errors import NotFound
from states.exchange import site_layouts
from states.exchange.layouts import Layout
from states.site_editions import LAYOUT
from web.commands import acting
from web.commands.editions import TITLES, chosen, file_argument, row_of, take_back, take_into_use, tell_faults
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show

COLUMNS = {"place": "栏", "field": "字段", "heading": "表头", "aliases": "别名", "needed": "必填", "words": "代码说法"}


@click.group(help="表样：名单有哪些栏、表头怎么写、代码怎么说；列出、查看、检查、入库、撤回。")
def layout() -> None:
    """Group the commands about layouts."""


@layout.command(name="list", help="列出各张表的各版：随程序来的和本地入库的，哪一版使用中。")
@json_option
def list_(as_json: bool) -> None:
    """List the editions."""
    with _looking() as session:
        show([row_of(one) for one in site_layouts.standing(session)], TITLES, as_json=as_json)


@layout.command(name="show", help="查看一张表的各栏；不写版号看使用中的一版。")
@click.argument("name", metavar="ID")
@click.option("--edition", metavar="EDITION", help="看这一版。")
@click.option("--toml", "as_toml", is_flag=True, help="输出原文，改过以后可以再入库。")
@json_option
def show_(name: str, edition: str | None, as_toml: bool, as_json: bool) -> None:
    """Show an edition."""
    with _looking() as session:
        one = chosen(site_layouts.standing(session), name, edition)
        if one is None:
            raise NotFound("layout", f"{name} {edition or ''}".strip())
        found = site_layouts.of_digest(session, one.digest)
    if as_toml:
        click.echo(found.text, nl=False)
        return
    rows = _columns(found)
    if as_json:
        print_json(row_of(one) | {"subject": found.subject, "use": found.use, "columns": rows})
        return
    click.echo(f"{found.title}（{found.id}）{found.edition}版")
    told = [row | {"aliases": "、".join(row["aliases"]), "words": "、".join(row["words"].values())} for row in rows]
    show(told, COLUMNS, as_json=False)


@layout.command(help="检查一个表样文件；有问题时逐条写明文件、位置和原因。")
@file_argument
@json_option
def check(file: Path, as_json: bool) -> None:
    """Check a file."""
    with _looking() as session:
        tell_faults(file, lambda text: site_layouts.check(session, text, file.name), as_json)


@layout.command(help="把表样入库，马上使用；已经开始的任务仍按原来的办完。")
@file_argument
@acting.as_option
@json_option
def add(file: Path, username: str, as_json: bool) -> None:
    """Take a layout into use."""
    take_into_use(file, username, site_layouts.check, as_json)


@layout.command(help="撤回一版，恢复使用上一版；撤回的留在库里，写明原因。")
@click.argument("name", metavar="ID")
@click.argument("edition")
@click.option("--reason", required=True, help="为什么撤回。")
@acting.as_option
@json_option
def withdraw(name: str, edition: str, reason: str, username: str, as_json: bool) -> None:
    """Withdraw an edition."""
    take_back(LAYOUT, (name, edition), reason, username, as_json)


@contextmanager
def _looking() -> Iterator[Session]:
    with reading(opened().db) as session:
        yield session


def _columns(found: Layout) -> list[dict[str, Any]]:
    return [
        {"place": place, "field": one.field, "heading": one.heading, "aliases": list(one.aliases)}
        | {"needed": "是" if one.needed else "", "words": dict(one.words)}
        for place, one in enumerate(found.columns, 1)
    ]
