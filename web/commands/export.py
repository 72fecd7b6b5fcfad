"""`shouxian export`: lists of households and members by a layout."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from engine.clock import office_day
from engine.db import reading, work
from engine.errors import BadInput, Problem
from engine.words import N_
from states import openings, users
from states.exchange import exports
from states.exchange.layouts import Layout
from states.exchange.site_layouts import in_force
from states.lifecycle import LABELS
from states.roles import Permission
from states.workbooks import csv_lines, write_rows
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import opened, wall
from web.commands.output import json_option, print_json


@click.group(help="导出：农户和成员名单，按版式。")
def export() -> None:
    """Group the commands that hand lists out."""


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """What both commands ask for."""
    for option in reversed(
        (
            acting.as_option,
            click.option("--area", default="", metavar="CODE", help="只导出这个地区。"),
            click.option("--state", type=click.Choice(list(LABELS)), help="只导出这个状态。"),
            click.option("--as-of", type=DAY, metavar="DATE", help="按这一天24时的情况；不写是现在的。"),
            click.option("--collected", is_flag=True, help="只导出要采集年度信息的户：脱贫户和监测对象。"),
            click.option(
                "--out", "file", type=click.Path(dir_okay=False, path_type=Path), required=True, help="xlsx 或 csv。"
            ),
            json_option,
        )
    ):
        command = option(command)
    return command


@export.command(help="导出农户名单，一户一行。")
@click.option("--layout", default="household-register", show_default=True, metavar="ID", help="版式，见 layout list。")
@_options
def households(**asked: Any) -> None:
    """Write a list of households."""
    _run(**asked)


@export.command(help="导出成员名单，一人一行。")
@click.option("--layout", default="member-register", show_default=True, metavar="ID", help="版式，见 layout list。")
@_options
def members(**asked: Any) -> None:
    """Write a list of people."""
    _run(**asked)


def _run(username: str, layout: str, file: Path, as_json: bool, state: str | None, **asked: Any) -> None:
    n = _written(layout, username, exports.Filter(state=state or "", **asked), file)
    if as_json:
        print_json({"file": str(file), "layout": layout, "rows": n})
    else:
        click.echo(f"已导出{n}行到{file}")


def _written(name: str, username: str, asked: exports.Filter, file: Path) -> int:
    """Write the list and answer its lines; identity numbers in full are logged as an opening."""
    here, passed = opened(), count(0)
    with reading(here.db) as session:
        person = acting.account(session, username, Permission.EXPORT)
        by = users.actor(person)
        if asked.as_of and asked.as_of > office_day(here.now(session)):
            raise BadInput(Problem("as_of", N_("日期不能晚于今天")))
        layout = _known(session, name)
        with file.open("wb") as out:
            rows = (row for row, _ in zip(exports.rows(session, by, layout, asked), passed, strict=False))
            if file.suffix.lower() == ".csv":
                out.writelines(csv_lines(exports.headings(layout, asked), rows))
            else:
                write_rows(out, exports.headings(layout, asked), rows, layout.title)
    if exports.sees_numbers(layout, by):
        with work(here.db) as session:
            openings.note(session, person.id, f"export:{layout.id}:{asked.area or by.area}", wall())
    return next(passed)


def _known(session: Session, name: str) -> Layout:
    """The layout in force of that id; another one is wrong use."""
    known = {one.id: one for one in in_force(session).values() if "export" in one.use}
    if name not in known:
        raise click.BadParameter(f"没有“{name}”这个版式，可用的有：{'、'.join(known)}", param_hint="--layout")
    return known[name]
