"""`shouxian problem`: lists of problems that came down, and each problem until it is closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import click
from sqlalchemy.orm import Session

from engine.clock import office_day
from engine.db import reading, work
from states import regions
from states.problems import desk, problem_list, taking
from states.problems.desk import Asked, Shown
from states.problems.problem import LABELS
from states.problems.problem_list import Received
from states.problems.taking import Draft
from states.roles import Permission
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show

LISTED = {
    "problem": "问题",
    "list": "清单",
    "number": "编号",
    "unit": "责任单位",
    "due_on": "整改期限",
    "label": "状态",
}
LISTED |= {"overdue": "逾期"}
LISTS = {"list": "清单", "title": "种类", "document": "文件", "issuer": "反馈单位", "rectify_by": "整改期限"}
PROGRESS = {"unit": "责任单位", "all": "问题", "claimed": "已认领", "rectified": "已整改", "closed": "已销号"}
PROGRESS |= {"overdue": "逾期"}


@click.group(help="问题整改：清单、认领、举一反三、整改、核查、销号。PROBLEM 是问题编号，见 problem list。")
def problem() -> None:
    """Group the commands about problem lists."""


@problem.command(name="list", help="列出问题，新的在前。")
@click.option("--area", default="", metavar="CODE", help="只列这个地区。")
@click.option("--state", type=click.Choice(list(LABELS)), help="只列这个状态。")
@click.option("--list", "list_id", type=click.IntRange(min=0), default=0, metavar="LIST", help="只列这份清单的。")
@click.option("--overdue", is_flag=True, help="只列逾期的。")
@click.option("--before", type=click.IntRange(min=0), default=0, metavar="PROBLEM", help="从这一条之前列起。")
@acting.seen_by_option
@json_option
def list_(
    area: str, state: str | None, list_id: int, overdue: bool, before: int, username: str | None, as_json: bool
) -> None:
    """List problems."""
    here = opened()
    with reading(here.db) as session:
        by, today = acting.eyes(session, username, Permission.READ_HOUSEHOLD), office_day(here.now(session))
        asked = Asked(area, state or "", "", list_id, today if overdue else None)
        found, _ = desk.listed(session, by, asked, before=before)
        rows = [told_of(session, one, today) for one in found]
    show(rows, LISTED, as_json=as_json)


@problem.command(help="列出清单。")
@acting.seen_by_option
@json_option
def lists(username: str | None, as_json: bool) -> None:
    """List the lists."""
    with reading(opened().db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        found = problem_list.of_area(session, by)
        rows = [
            {"list": one.id, "kind": one.kind, "title": one.title, "document": one.document, "issuer": one.issuer,
             "year": one.year, "received_on": one.received_on, "rectify_by": one.rectify_by, "area": one.area}
            for one in found
        ]  # fmt: skip
    show(rows, LISTS, as_json=as_json)


@problem.command(help="各单位认领、整改、销号到哪一步。")
@acting.seen_by_option
@json_option
def progress(username: str | None, as_json: bool) -> None:
    """Show how far each unit is."""
    here = opened()
    with reading(here.db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        found = desk.by_unit(session, by, office_day(here.now(session)))
        names = regions.names(session, {one.key for one in found})
        rows = [
            {"unit": names.get(one.key, one.key), "area": one.key, "all": one.all, "claimed": one.claimed,
             "rectified": one.rectified, "closed": one.closed, "overdue": one.overdue}
            for one in found
        ]  # fmt: skip
    show(rows, PROGRESS, as_json=as_json)


@problem.command(help="登记一份清单；KIND 是现行方案里清单种类的编号。")
@click.argument("kind", metavar="KIND")
@click.argument("document", metavar="DOCUMENT")
@click.option("--issuer", required=True, metavar="NAME", help="反馈单位。")
@click.option("--year", type=int, required=True, metavar="YEAR", help="年度。")
@click.option("--received", type=DAY, metavar="DATE", help="收到日期，默认今天。")
@click.option("--by-day", "rectify_by", type=DAY, required=True, metavar="DATE", help="整改期限。")
@acting.as_option
@acting.on_option
@json_option
def receive(
    kind: str,
    document: str,
    issuer: str,
    year: int,
    received: date | None,
    rectify_by: date,
    username: str,
    on: date | None,
    as_json: bool,
) -> None:
    """Put a list on record."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.IMPORT), acting.time(here, session, on)
        told = Received(kind, document, year, issuer, received or office_day(at), rectify_by)
        one = problem_list.receive(session, told, by=by, at=at)
        said = {"list": one.id, "title": one.title, "rectify_by": one.rectify_by}
    if as_json:
        print_json(said)
        return
    click.echo(f"清单{said['list']}：已登记")


@problem.command(help="往清单里加一条问题，分到责任单位；成批的用 import problems。")
@click.argument("list_id", metavar="LIST", type=click.IntRange(min=1))
@click.argument("text", metavar="TEXT")
@click.option("--area", required=True, metavar="CODE", help="责任单位的区划代码。")
@click.option("--by-day", "due_on", type=DAY, metavar="DATE", help="整改期限，和清单一样的不写。")
@click.option("--number", "numbers", multiple=True, metavar="NUMBER", help="点名的户编号，可以写几个。")
@acting.as_option
@acting.on_option
@json_option
def add(
    list_id: int,
    text: str,
    area: str,
    due_on: date | None,
    numbers: Sequence[str],
    username: str,
    on: date | None,
    as_json: bool,
) -> None:
    """Put a problem on a list."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.IMPORT), acting.time(here, session, on)
        draft = Draft(text, area, due_on, taking.named(session, " ".join(numbers), by))
        [one] = taking.add_many(session, problem_list.own(session, list_id, by), [draft], by=by, at=at)
        told = told_of(session, desk.find(session, one.id, by), office_day(at))
    say(told, as_json)


def say(told: dict[str, Any], as_json: bool) -> None:
    """Say where a problem stands."""
    if as_json:
        print_json(told)
        return
    click.echo(f"问题{told['problem']}：{told['label']}")


def told_of(session: Session, one: Shown, today: date) -> dict[str, Any]:
    """A problem as a row, with its queries and how its households were judged."""
    problem_ = one.problem
    traces = [
        {"title": trace.title, "looked_at": trace.looked_at, "found": trace.found}
        for trace in desk.traces(session, problem_)
    ]
    return {
        "problem": problem_.id,
        "list": one.list.title,
        "number": problem_.number,
        "text": problem_.text,
        "unit": regions.names(session, {problem_.area}).get(problem_.area, problem_.area),
        "area": problem_.area,
        "due_on": problem_.due_on,
        "state": one.state,
        "label": one.label,
        "overdue": "是" if one.is_over(today) else "",
        "traces": traces,
        "households": desk.judged(session, problem_),
    }
