"""`shouxian session`: the training of staff, planned by place and month and recorded when it was held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from engine.clock import office_day
from engine.db import reading, work
from engine.files import FileStore
from states import regions
from states.book import open_book
from states.roles import Permission
from states.sessions import desk, holding, roll
from states.sessions.desk import Shown
from states.sessions.holding import Course
from states.sessions.plan import is_quarter, quarter_of
from states.sessions.session import LABELS
from states.uploads import Upload, keep
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show

LISTED = {"session": "培训", "title": "名称", "place": "地方", "way": "方式", "began_on": "开始", "came": "人数"}
LISTED |= {"label": "状态"}
QUARTER = {
    "name": "地方",
    "planned_in": "计划月份",
    "held": "场次",
    "villages": "村数",
    "people": "人次",
    "hours": "学时",
}
QUARTER |= {"missing": "还差"}


@click.group(help="业务培训：安排、登记举办、季度汇总。SESSION 是培训编号，见 session list。")
def session() -> None:
    """Group the commands about the training of staff."""


@session.command(name="list", help="列出培训，新的在前。")
@click.option("--state", type=click.Choice(list(LABELS)), help="只列这个状态。")
@click.option("--before", type=click.IntRange(min=0), default=0, metavar="SESSION", help="从这一场之前列起。")
@acting.seen_by_option
@json_option
def list_(state: str | None, before: int, username: str | None, as_json: bool) -> None:
    """List sessions."""
    with reading(opened().db) as db:
        by = acting.eyes(db, username, Permission.READ_HOUSEHOLD)
        found, _ = desk.listed(db, by, state=state or "", before=before)
        rows = [_told(db, one) for one in found]
    show(rows, LISTED, as_json=as_json)


@session.command(help="一个季度里各地培训了没有；写成 2022-Q1，不写是本季度。")
@click.argument("name", metavar="[QUARTER]", required=False, default="")
@acting.seen_by_option
@json_option
def quarter(name: str, username: str | None, as_json: bool) -> None:
    """Show a quarter place by place."""
    here = opened()
    if name and not is_quarter(name):
        raise click.UsageError("季度写成 2022-Q1 这样")
    with reading(here.db) as db:
        by, today = acting.eyes(db, username, Permission.READ_HOUSEHOLD), office_day(here.now(db))
        found = desk.quarter_of_places(db, by, name or quarter_of(today), today)
    rows = [
        {"place": one.place, "name": one.name, "planned_in": one.planned_in, "held": one.held, "people": one.people,
         "villages": one.villages, "wanted": one.wanted, "hours": one.hours, "missing": "是" if one.is_missing else ""}
        for one in found
    ]  # fmt: skip
    show(rows, QUARTER, as_json=as_json)


@session.command(help="安排一场培训。")
@click.argument("title", metavar="TITLE")
@click.option("--place", required=True, metavar="CODE", help="地方的区划代码。")
@click.option("--way", required=True, metavar="WAY", help="方式的编号，如 lecture、at_homes。")
@click.option("--contents", required=True, metavar="TEXT", help="培训内容。")
@click.option("--trainer", required=True, metavar="NAME", help="授课人。")
@click.option("--from", "began_on", type=DAY, required=True, metavar="DATE", help="开始日期。")
@click.option("--until", "ended_on", type=DAY, metavar="DATE", help="结束日期，一天的不写。")
@click.option("--hours", type=click.IntRange(min=1), required=True, help="学时。")
@click.option("--village", "villages", multiple=True, metavar="CODE", help="开展实践培训的村，可以写几个。")
@acting.as_option
@acting.on_option
@json_option
def plan(
    title: str,
    place: str,
    way: str,
    contents: str,
    trainer: str,
    began_on: date,
    ended_on: date | None,
    hours: int,
    villages: Sequence[str],
    username: str,
    on: date | None,
    as_json: bool,
) -> None:
    """Plan a session."""
    here = opened()
    course = Course(place, title, way, contents, trainer, began_on, ended_on or began_on, hours, tuple(villages))
    with work(here.db) as db:
        by, at = acting.actor(db, username, Permission.REVIEW), acting.time(here, db, on)
        one = holding.plan(db, course, by=by, at=at)
        told = _told(db, desk.find(db, one.id, by))
    _say(told, as_json)


@session.command(help="登记已举办：名单（一行一人：姓名，单位，职务，考核结果）、签到表、考核情况。")
@click.argument("session_id", metavar="SESSION", type=click.IntRange(min=1))
@click.option(
    "--people", required=True, type=click.File(encoding="utf-8"), metavar="FILE", help="参训名单，- 是标准输入。"
)
@click.option(
    "--signed", multiple=True, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE", help="签到表的照片或扫描件，可以写几个。",
)  # fmt: skip
@click.option("--assessment", required=True, metavar="TEXT", help="考核方式和结果。")
@acting.as_option
@acting.on_option
@json_option
def hold(
    session_id: int, people: Any, signed: Sequence[Path], assessment: str, username: str, on: date | None, as_json: bool
) -> None:
    """Record that it was held."""
    here, book, rows = opened(), open_book(), roll.read(people.read())
    files = keep(FileStore(here.settings.evidence), [Upload(path.name, path.read_bytes()) for path in signed])
    with work(here.db) as db:
        by, at = acting.actor(db, username, Permission.REVIEW), acting.time(here, db, on)
        one = desk.find(db, session_id, by).session
        holding.attend(db, one, rows, by=by, at=at)
        holding.sign(db, one, files, by=by, at=at)
        holding.hold(db, book, one, assessment, by=by, at=at)
        told = _told(db, desk.find(db, session_id, by))
    _say(told, as_json)


@session.command(name="call-off", help="取消，写明原因。")
@click.argument("session_id", metavar="SESSION", type=click.IntRange(min=1))
@click.option("--reason", required=True, metavar="TEXT", help="取消的原因。")
@acting.as_option
@acting.on_option
@json_option
def call_off(session_id: int, reason: str, username: str, on: date | None, as_json: bool) -> None:
    """Call it off."""
    here, book = opened(), open_book()
    with work(here.db) as db:
        by, at = acting.actor(db, username, Permission.REVIEW), acting.time(here, db, on)
        holding.call_off(db, book, desk.find(db, session_id, by).session, reason, by=by, at=at)
        told = _told(db, desk.find(db, session_id, by))
    _say(told, as_json)


def _say(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(told)
        return
    click.echo(f"培训{told['session']}：{told['label']}")


def _told(db: Session, one: Shown) -> dict[str, Any]:
    held = one.session
    return {
        "session": held.id,
        "title": held.title,
        "place": regions.names(db, {held.place}).get(held.place, held.place),
        "area": held.place,
        "way": held.way_title,
        "trainer": held.trainer,
        "began_on": held.began_on,
        "ended_on": held.ended_on,
        "hours": held.hours,
        "villages": one.villages,
        "came": one.came,
        "state": one.state,
        "label": one.label,
    }
