"""`shouxian department`: who has answered and who is silent; a column taken away as a workbook and brought back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from uuid import uuid4

import click

from engine.clock import office_day
from engine.db import reading, work
from states import openings
from states.book import open_book
from states.departments import answers, column, filling, matrix
from states.imports import ImportRefused
from states.roles import Permission
from web.commands import acting
from web.commands.installation import opened, wall
from web.commands.output import json_option, print_json, show

TITLES = {
    "title": "部门",
    "column": "项目",
    "answered": "已答复",
    "open": "未答复",
    "overdue": "逾期",
    "since": "最早送达",
}
criterion_option = click.option("--criterion", default="", metavar="CODE", help="退出标准；不写就是部门比对。")


@click.group(help="部门：哪些答复了、哪些没有答复；本部门的一栏下载、填好、交回。")
def department() -> None:
    """Group the commands about departments."""


@department.command(help="列出各部门各项目已答复、未答复、逾期的户数。")
@click.option("--area", default="", metavar="CODE", help="只看这个地区。")
@acting.seen_by_option
@json_option
def standing(area: str, username: str | None, as_json: bool) -> None:
    """Tell who is silent."""
    here, book = opened(), open_book()
    with reading(here.db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        found = matrix.standings(session, book, by, office_day(here.now(session)), area)
    show([asdict(one) for one in found], TITLES, as_json=as_json)


@department.command(help="下载等本部门答复的名单；名单上各户记入查阅记录。")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@criterion_option
@acting.as_option
@json_option
def take(file: Path, criterion: str, username: str, as_json: bool) -> None:
    """Take the list away."""
    here, book = opened(), open_book()
    with work(here.db) as session:
        person = acting.account(session, username, Permission.ANSWER_DEPARTMENT)
        by = acting.actor(session, username, Permission.ANSWER_DEPARTMENT)
        of = column.column(session, book, criterion, by)
        found = column.waiting(session, book, of, by)
        for one in found:
            openings.note(session, person.id, f"household:{one.household_id}", wall())
        file.write_bytes(column.workbook(session, of, found))
    if as_json:
        print_json({"file": str(file), "households": len(found)})
        return
    click.echo(f"{file}：{len(found)}户")


@department.command(help="交回填好的名单：整份收下，有一处不对整份不收。")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@criterion_option
@acting.as_option
@acting.on_option
@click.option("--key", metavar="KEY", help="同一个 KEY 只办一次。")
@json_option
def answer(file: Path, criterion: str, username: str, on: date | None, key: str | None, as_json: bool) -> None:
    """Bring the list back."""
    here, book = opened(), open_book()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.ANSWER_DEPARTMENT), acting.time(here, session, on)
        of = column.column(session, book, criterion, by)
        looked = filling.look(session, book, of, file.read_bytes(), file.name, by=by, at=at)
        if looked.problems:
            raise ImportRefused(file.name, looked.problems)
        count = answers.give(session, book, of, looked.answers, by=by, at=at, key=key or uuid4().hex)
    if as_json:
        print_json({"file": str(file), "households": count})
        return
    click.echo(f"已答复{count}户")
