"""What the commands about layouts and code lists share: listing editions, reading a file, saying what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from engine.db import work
from engine.errors import BadInput
from states.code_editions import CodeEdition
from states.exchange import site_data
from states.exchange.layouts import Layout
from states.roles import Permission
from states.site_editions import Kind, SiteEdition, Standing
from states.toml_texts import decoded
from web.commands import acting
from web.commands.installation import opened
from web.commands.output import print_json
from web.commands.refusals import FOUND

TITLES = {"name": "名称", "edition": "版", "title": "标题", "from": "来源", "state": "现状", "by": "经办"}
Check = Callable[[Session, str, str], Layout | CodeEdition]
file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


def row_of(one: Standing) -> dict[str, Any]:
    """An edition as a row of a list."""
    told: dict[str, Any] = {"name": one.name, "edition": one.edition, "title": one.title, "digest": one.digest}
    told |= {"from": "本地" if one.row else "随程序", "in_force": one.holds, "state": "使用中" if one.holds else ""}
    if one.row is not None:
        told |= added(one.row)
        told["state"] = told["state"] or ("已撤回" if one.row.withdrawn_at else "")
    return told


def added(row: SiteEdition) -> dict[str, Any]:
    """Who took an edition into use and when, and who withdrew it, when and why."""
    return {
        "by": row.added_by_name,
        "added_at": row.added_at,
        "withdrawn_by": row.withdrawn_by_name or None,
        "withdrawn_at": row.withdrawn_at,
        "reason": row.reason or None,
    }


def chosen(found: Iterable[Standing], name: str, edition: str | None) -> Standing | None:
    """The edition of that number, else the one that holds, else the last there is."""
    mine = [one for one in found if one.name == name and edition in (None, one.edition)]
    return next((one for one in mine if one.holds), mine[-1] if mine else None)


def read(file: Path) -> str:
    """The text of a file; raises `BadInput`."""
    return decoded(file.read_bytes(), file.name)


def tell_faults(file: Path, check: Callable[[str], object], as_json: bool) -> None:
    """Check a file and print what is wrong; the exit code is 1 when something is."""
    problems = []
    try:
        check(read(file))
    except BadInput as error:
        problems = list(error.problems)
    if as_json:
        print_json({"file": file.name, "problems": [{"where": one.where, "reason": one.reason} for one in problems]})
    else:
        click.echo("\n".join(map(str, problems)) or f"{file.name}：没有发现问题")
    if problems:
        raise click.exceptions.Exit(FOUND)


def take_into_use(file: Path, username: str, check: Check, as_json: bool) -> None:
    """Check a file and take what it describes into use."""
    here = opened()
    with work(here.db) as session:
        by = acting.actor(session, username, Permission.MANAGE_FORMS)
        found = check(session, read(file), file.name)
        row = site_data.add(session, found, by=by, at=here.now(session))
    _tell_done(row, "已投入使用", as_json)


def take_back(kind: Kind, named: tuple[str, str], reason: str, username: str, as_json: bool) -> None:
    """Withdraw the edition of that name and number."""
    here = opened()
    with work(here.db) as session:
        by = acting.actor(session, username, Permission.MANAGE_FORMS)
        row = site_data.withdraw(session, kind, *named, reason, by=by, at=here.now(session))
    _tell_done(row, "已撤回", as_json)


def _tell_done(row: SiteEdition, act: str, as_json: bool) -> None:
    """Say what was done with an edition."""
    if as_json:
        print_json({"name": row.name, "edition": row.edition, "title": row.title, "digest": row.digest} | added(row))
    else:
        click.echo(f"{act}：{row.title}（{row.name}）{row.edition}版")
