"""`shouxian lead`: leads taken in, analysed, confirmed and closed."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from engine.clock import office_day
from engine.db import reading, work
from states.book import open_book
from states.leads import desk, following, receiving
from states.leads.channels import SOURCES
from states.leads.lead import LABELS
from states.leads.receiving import Tip
from states.roles import Permission
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show

LISTED = {"lead": "线索", "name": "农户", "number": "户编号", "area": "地区", "from": "来源", "received_on": "收到"}
LISTED |= {"label": "状态", "case": "案卷"}
lead_argument = click.argument("lead_id", metavar="LEAD", type=click.IntRange(min=1))


@click.group(help="线索：列出、登记、分析研判、审核确认、了结。LEAD 是线索编号，见 lead list。")
def lead() -> None:
    """Group the commands about leads."""


@lead.command(name="list", help="列出线索，新的在前。")
@click.option("--area", default="", metavar="CODE", help="只列这个地区。")
@click.option("--state", type=click.Choice(list(LABELS)), help="只列这个状态。")
@click.option("--source", type=click.Choice(list(SOURCES)), help="只列这个来源。")
@click.option("--before", type=click.IntRange(min=0), default=0, metavar="LEAD", help="从这一条之前列起。")
@acting.seen_by_option
@json_option
def list_(area: str, state: str | None, source: str | None, before: int, username: str | None, as_json: bool) -> None:
    """List leads."""
    with reading(opened().db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        found, _ = desk.listed(session, by, area=area, state=state or "", source=source or "", before=before)
    show([_told(one) for one in found], LISTED, as_json=as_json)


@lead.command(help="登记一条线索；同一户同一来源没有办结的，并入原来那一条。")
@click.argument("text", metavar="TEXT")
@click.option("--source", type=click.Choice(list(SOURCES)), required=True, help="线索来源。")
@click.option("--received", type=DAY, metavar="DATE", help="收到日期，默认今天。")
@click.option("--number", default="", metavar="NUMBER", help="户编号；还没有登记的户，写 --name 和 --area。")
@click.option("--name", default="", metavar="NAME", help="户主姓名。")
@click.option("--area", default="", metavar="CODE", help="所在村的编码。")
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
    username: str,
    on: date | None,
    key: str | None,
    as_json: bool,
) -> None:
    """Take a lead in."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.EDIT_HOUSEHOLD), acting.time(here, session, on)
        tip = Tip(source, received or office_day(at), text, area, name, number)
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
@acting.as_option
@acting.on_option
@json_option
def analyse(lead_id: int, analysis: str, visited: date | None, username: str, on: date | None, as_json: bool) -> None:
    """Note what the village found."""
    here, book = opened(), open_book()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.EDIT_HOUSEHOLD), acting.time(here, session, on)
        following.analyse(session, book, desk.find(session, lead_id, by).lead, analysis, visited, by=by, at=at)
        told = _told(desk.find(session, lead_id, by))
    _say(told, as_json)


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
@click.option("--told", "told_how", required=True, metavar="TEXT", help="哪天、怎样告知了农户。")
@acting.as_option
@acting.on_option
@json_option
def close(lead_id: int, reason: str, told_how: str, username: str, on: date | None, as_json: bool) -> None:
    """Close a lead with its reason."""
    here, book = opened(), open_book()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.REVIEW), acting.time(here, session, on)
        following.close(session, book, desk.find(session, lead_id, by).lead, reason, told_how, by=by, at=at)
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
        "case": one.household_case,
    }
