"""`shouxian workdays`: reckoning periods, and taking in the arrangements of rest days."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import get_args

import click
from sqlalchemy.orm import Session

from engine import arrangement_file, arrangements
from engine.actors import Actor
from engine.arrangements import calendar_for
from engine.db import reading, work
from engine.durations import BadDuration, Unit
from engine.errors import Refused
from engine.guards import Blocker
from engine.periods import Count
from engine.workdays import Arrangement, Calendar
from states import amending
from states.amending import Shift
from states.book import open_book
from states.packs.known import known_pack, rolls_over
from states.roles import Permission
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import Installation, installed, opened
from web.commands.output import json_option, print_json, show

PROVISIONAL = "暂定：涉及的年份还没有公布放假安排，公布后以 shouxian workdays import 导入"
TITLES = {"number": "公示编号", "edition": "版次", "title": "标题", "before": "原截止日", "after": "新截止日"}


@click.group(help="工作日：推算期限，导入放假安排。")
def workdays() -> None:
    """Group the commands about working days."""


@workdays.command(help="DATE 起满 N 个工作日（或自然日、月）的最后一天。")
@click.argument("start", metavar="DATE", type=DAY)
@click.argument("n", metavar="N", type=click.IntRange(min=1))
@click.option("--unit", type=click.Choice(get_args(Unit)), default="workdays", help="单位，默认工作日。")
@click.option("--count", type=click.Choice(get_args(Count)), default="next-day", help="次日起算（默认）或当日起算。")
@click.option("--place", default="", metavar="CODE", help="地区编码：连同当地自定的休息日一起算。")
@click.option("--pack", metavar="ID", help="按这个方案的规定：自然日期限末日遇休息日是否顺延。")
@json_option
def add(start: date, n: int, unit: Unit, count: Count, place: str, pack: str | None, as_json: bool) -> None:
    """Print the last day of a period."""
    here = installed()
    calendar, roll_over = Calendar(), False
    if here is not None:
        with reading(here.db) as session:
            calendar = calendar_for(session, place)
            roll_over = rolls_over(known_pack(session, pack)) if pack else False
    elif pack:
        roll_over = rolls_over(known_pack(None, pack))
    try:
        period = calendar.period(start, n, unit, count, roll_over)
    except BadDuration as error:
        raise click.BadParameter(error.problems[0].reason) from error
    if as_json:
        days = {"first_on": period.first_on, "last_on": period.last_on, "provisional": period.provisional}
        print_json({"start": start, "n": n, "unit": unit, "count": count, "roll_over": roll_over, **days})
        return
    click.echo(period.last_on.isoformat())
    if period.provisional:
        click.echo(PROVISIONAL, err=True)


@workdays.command(name="import", help="导入放假安排或调整的文件；正在公示的截止日有变的，列出并一并改过来。")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@acting.as_option
@acting.on_option
@click.option("--yes", is_flag=True, help="不再询问，直接改。")
@json_option
def import_(file: Path, username: str, on: date | None, yes: bool, as_json: bool) -> None:
    """Take in a document about rest days, and move the notices that it concerns by one recorded act."""
    documents, here = _read(file), opened()
    with reading(here.db) as session:
        by = acting.actor(session, username, Permission.MANAGE_CALENDAR)
    for one in documents:
        if not by.covers(one.place):
            text = "“%(document)s”的地区不在您的管理范围内"
            raise Refused("import", [Blocker("outside-area", text, {"document": one.document})])
    concerned = _looked_ahead(here, documents, by, on)
    if concerned and not as_json:
        show(concerned, TITLES, as_json=False)
    if concerned and not yes:
        click.confirm(f"有{len(concerned)}份公示的截止日要改。继续吗", abort=True, err=True)
    with work(here.db) as session:
        moved = _rows(_take(session, documents, by, acting.time(here, session, on)))
    if as_json:
        print_json({"documents": [one.document for one in documents], "moved": moved})
    else:
        click.echo(f"已导入{len(documents)}份安排，改了{len(moved)}份公示的截止日")


def _read(file: Path) -> list[Arrangement]:
    try:
        return arrangement_file.parse(file.read_text("utf-8-sig"), file.name)
    except UnicodeDecodeError as error:
        raise click.BadParameter("文件不是 UTF-8 编码的文本") from error


class _OnlyLooking(Exception):
    """Takes back what was tried."""


def _looked_ahead(
    here: Installation, documents: list[Arrangement], by: Actor, on: date | None
) -> list[dict[str, object]]:
    """What the documents would move, found by trying: nobody is asked while the database is held."""
    found: list[dict[str, object]] = []
    try:
        with work(here.db) as session:
            found = _rows(_take(session, documents, by, acting.time(here, session, on)))
            raise _OnlyLooking
    except _OnlyLooking:
        return found


def _take(session: Session, documents: list[Arrangement], by: Actor, at: datetime) -> list[Shift]:
    for one in documents:
        arrangements.record(session, one, by, at)
    book, name = open_book(), "、".join(dict.fromkeys(one.document for one in documents))
    return amending.amend(session, book, name, by=by, at=at)


def _rows(shifts: list[Shift]) -> list[dict[str, object]]:
    return [
        {
            "notice": shift.notice.id,
            "number": shift.notice.number,
            "edition": shift.notice.edition,
            "title": shift.notice.title,
            "before": shift.before,
            "after": shift.after,
            "provisional": shift.period.provisional,
        }
        for shift in shifts
    ]
