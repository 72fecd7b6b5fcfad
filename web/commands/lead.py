"""`shouxian lead`: leads taken in, assigned, analysed, answered, confirmed and closed."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from engine.clock import office_day
from engine.db import reading, work
from engine.errors import MoveBlocked
from states.book import open_book
from states.leads import answering, assignment, desk, following, receiving
from states.leads import due as deadlines
from states.leads import push as pushes
from states.leads.channels import SOURCES
from states.leads.lead import LABELS, REASONS
from states.leads.receiving import Tip
from states.roles import Permission
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show

LISTED = {"lead": "线索", "name": "农户", "number": "户编号", "area": "地区", "from": "来源", "received_on": "收到"}
LISTED |= {"label": "状态", "holder": "承办人", "visit_by": "入户期限", "case": "案卷"}
lead_argument = click.argument("lead_id", metavar="LEAD", type=click.IntRange(min=1))


@click.group(help="线索：列出、登记、派出、分析研判、答复、审核确认、了结。LEAD 是线索编号，见 lead list。")
def lead() -> None:
    """Group the commands about leads."""


@lead.command(name="list", help="列出线索，新的在前。")
@click.option("--area", default="", metavar="CODE", help="只列这个地区。")
@click.option("--state", type=click.Choice(list(LABELS)), help="只列这个状态。")
@click.option("--source", type=click.Choice(list(SOURCES)), help="只列这个来源。")
@click.option("--held", type=click.Choice(list(desk.HELD)), help="只列派给自己、没有派人、派给停用账号或超期的。")
@click.option("--before", type=click.IntRange(min=0), default=0, metavar="LEAD", help="从这一条之前列起。")
@acting.seen_by_option
@json_option
def list_(
    area: str, state: str | None, source: str | None, held: str | None, before: int, username: str | None, as_json: bool
) -> None:
    """List leads."""
    here = opened()
    with reading(here.db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        asked = desk.Asked(area, state or "", source or "", held or "", office_day(here.now(session)))
        found, _ = desk.asked_for(session, by, asked, before)
    show([_told(one) for one in found], LISTED, as_json=as_json)


@lead.command(help="登记一条线索；同一户没有办结的，并入原来那一条。")
@click.argument("text", metavar="TEXT")
@click.option("--source", type=click.Choice(list(SOURCES)), required=True, help="线索来源。")
@click.option("--received", type=DAY, metavar="DATE", help="收到日期，默认今天。")
@click.option("--number", default="", metavar="NUMBER", help="户编号；还没有登记的户，写 --name 和 --area。")
@click.option("--name", default="", metavar="NAME", help="户主姓名。")
@click.option("--area", default="", metavar="CODE", help="所在村的编码。")
@click.option("--reporter", default="", metavar="NAME", help="反映人，只用于答复。")
@click.option("--contact", default="", metavar="TEXT", help="反映人的联系方式。")
@acting.as_option
@acting.on_option
@click.option("--key", metavar="KEY", help="同一个 KEY 只办一次。")
@json_option
def add(
    text: str,
    source: str,
    received: date | None,
    number: str,
    name: str,
    area: str,
    reporter: str,
    contact: str,
    username: str,
    on: date | None,
    key: str | None,
    as_json: bool,
) -> None:
    """Take a lead in."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.EDIT_HOUSEHOLD), acting.time(here, session, on)
        tip = Tip(source, received or office_day(at), text, area, name, number, reporter, contact)
        taken, joined = receiving.receive(session, tip, by=by, at=at, key=key)
        told = _told(desk.find(session, taken.id, by)) | {"joined": joined}
    if as_json:
        print_json(told)
        return
    click.echo(f"线索{told['lead']}：" + ("已并入原来那一条" if joined else "已登记"))


@lead.command(help="登记村级分析研判：入户看到的情况；没有入户的，写明理由。")
@lead_argument
@click.argument("analysis", metavar="TEXT")
@click.option("--visited", type=DAY, metavar="DATE", help="入户日期。")
@click.option("--visitor", "visitors", multiple=True, metavar="NAME", help="入户人，每人写一次。")
@acting.as_option
@acting.on_option
@json_option
def analyse(
    lead_id: int,
    analysis: str,
    visited: date | None,
    visitors: tuple[str, ...],
    username: str,
    on: date | None,
    as_json: bool,
) -> None:
    """Note what the village found."""
    here, book = opened(), open_book()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.EDIT_HOUSEHOLD), acting.time(here, session, on)
        one, went = desk.find(session, lead_id, by).lead, list(visitors) or None
        following.analyse(session, book, one, analysis, visited, went, by=by, at=at)
        told = _told(desk.find(session, lead_id, by))
    _say(told, as_json)


@lead.command(help="把线索派给一个人，写明哪天以前入户；改派要写明原因。")
@lead_argument
@click.option("--to", required=True, metavar="USERNAME", help="派给哪个账号。")
@click.option("--visit-by", type=DAY, required=True, metavar="DATE", help="哪天以前入户。")
@click.option("--reason", default="", metavar="TEXT", help="改派的原因。")
@acting.as_option
@acting.on_option
@json_option
def assign(lead_id: int, to: str, visit_by: date, reason: str, username: str, on: date | None, as_json: bool) -> None:
    """Give a lead to somebody."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.ASSIGN_LEAD), acting.time(here, session, on)
        one = desk.find(session, lead_id, by).lead
        if held := assignment.assign_many(session, [one], to, visit_by, reason, by=by, at=at):
            raise MoveBlocked("assign", list(held[lead_id]))
        told = _told(desk.find(session, lead_id, by))
    _say(told, as_json)


@lead.command(help="登记对反映人的答复：用什么方式、答复了什么。")
@lead_argument
@click.argument("answer", metavar="TEXT")
@click.option("--answered", type=DAY, metavar="DATE", help="答复日期，默认今天。")
@acting.as_option
@acting.on_option
@json_option
def answer(lead_id: int, answer: str, answered: date | None, username: str, on: date | None, as_json: bool) -> None:
    """Record what the reporters were told."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.EDIT_HOUSEHOLD), acting.time(here, session, on)
        one = desk.find(session, lead_id, by).lead
        n = answering.answer(session, one, answer, answered or office_day(at), by=by, at=at)
        told = _told(desk.find(session, lead_id, by)) | {"answered": n}
    _say(told, as_json)


@lead.command(help="部门按月报送：这个月的预警线索都推送完了，一条也没有的就是零报告。")
@click.argument("period", metavar="YYYY-MM")
@acting.as_option
@acting.on_option
@json_option
def push(period: str, username: str, on: date | None, as_json: bool) -> None:
    """Hand a department's month in."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.PUSH_WARNING), acting.time(here, session, on)
        made = pushes.hand_in(session, period, by=by, at=at)
        told = {"department": made.department, "period": made.period, "count": made.count, "on": made.pushed_on}
    if as_json:
        print_json(told)
        return
    click.echo(f"{made.period}：" + (f"已报送{told['count']}条" if told["count"] else "已作零报告"))


@lead.command(help="列出时限：要入户、要审定、要答复的线索，到哪一天。")
@click.option("--until", type=DAY, metavar="DATE", help="到哪天为止，默认今天。")
@acting.seen_by_option
@json_option
def due(until: date | None, username: str | None, as_json: bool) -> None:
    """List what is due about leads."""
    here = opened()
    with reading(here.db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        today = office_day(here.now(session))
        found = deadlines.due(session, by.area, today, until or today)
    rows = [
        {"what": one.title, "ref": one.ref, "area": one.area, "role": one.role, "due_on": one.due_on,
         "done_on": one.done_on, "late": one.is_over(today) or one.is_late(), "page": one.page}
        for one in found
    ]  # fmt: skip
    show(rows, {"what": "事项", "page": "线索", "area": "地区", "due_on": "期限", "late": "超期"}, as_json=as_json)


@lead.command(help="审核确认线索，当即启动这一户的程序。")
@lead_argument
@acting.as_option
@acting.on_option
@json_option
def confirm(lead_id: int, username: str, on: date | None, as_json: bool) -> None:
    """Confirm a lead."""
    here, book = opened(), open_book()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.REVIEW), acting.time(here, session, on)
        run = following.confirm(session, book, desk.find(session, lead_id, by).lead, by=by, at=at)
        told = _told(desk.find(session, lead_id, by)) | {"run": run}
    _say(told, as_json)


@lead.command(help="了结线索，写明理由和告知情况。")
@lead_argument
@click.option("--reason", required=True, metavar="TEXT", help="了结的理由。")
@click.option("--because", type=click.Choice(list(REASONS)), default="other", help="了结的原因。")
@click.option("--told", "told_how", required=True, metavar="TEXT", help="哪天、怎样告知了农户。")
@acting.as_option
@acting.on_option
@json_option
def close(
    lead_id: int, reason: str, because: str, told_how: str, username: str, on: date | None, as_json: bool
) -> None:
    """Close a lead with its reason."""
    here, book = opened(), open_book()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.REVIEW), acting.time(here, session, on)
        following.close(session, book, desk.find(session, lead_id, by).lead, reason, told_how, because, by=by, at=at)
        told = _told(desk.find(session, lead_id, by))
    _say(told, as_json)


def _say(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(told)
        return
    click.echo(f"线索{told['lead']}：{told['label']}")


def _told(one: desk.Shown) -> dict[str, Any]:
    return {
        "lead": one.lead.id,
        "name": one.lead.name,
        "number": one.number or "",
        "area": one.lead.area,
        "source": one.lead.source,
        "from": one.source,
        "received_on": one.lead.received_on,
        "state": one.state,
        "label": one.label,
        "holder": one.lead.holder,
        "visit_by": one.lead.visit_by,
        "because": one.lead.because,
        "merged_into": one.lead.merged_into,
        "case": one.household_case,
    }
