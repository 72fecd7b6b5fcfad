"""`shouxian campaign`: campaigns listed, shown, begun, reported phase by phase, extended and closed."""

from __future__ import annotations

from datetime import date
from typing import Any

import click
from sqlalchemy.orm import Session

from engine.clock import office_day
from engine.db import reading, work
from states.book import open_book
from states.campaigns import desk, extending, phases, reporting, running, windows
from states.campaigns.campaign import LABELS
from states.campaigns.phases import DIGITS
from states.roles import Permission
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show

LISTED = {"campaign": "编号", "title": "集中行动", "area": "地区", "label": "状态", "begun_on": "启动"}
LISTED |= {"households": "名册户数"}
PLACES = {"place": "地方", "phase": "阶段", "until": "截止", "done_on": "上报", "late": "超期"}
campaign_argument = click.argument("campaign_id", metavar="CAMPAIGN", type=click.IntRange(min=1))


@click.group(help="集中行动：列出、查看、启动、上报阶段完成、延期、结束。CAMPAIGN 是编号，见 campaign list。")
def campaign() -> None:
    """Group the commands about campaigns."""


@campaign.command(name="list", help="列出集中行动，新的在前。")
@click.option("--state", type=click.Choice(list(LABELS)), help="只列这个状态。")
@acting.seen_by_option
@json_option
def list_(state: str | None, username: str | None, as_json: bool) -> None:
    """List campaigns."""
    with reading(opened().db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        found, _more = desk.listed(session, by, state=state or "")
    show([_told(one) for one in found], LISTED, as_json=as_json)


@campaign.command(name="show", help="查看各地各阶段的进度和今天开放的窗口。")
@campaign_argument
@acting.seen_by_option
@json_option
def show_(campaign_id: int, username: str | None, as_json: bool) -> None:
    """Show one with its progress by place and its windows."""
    here = opened()
    with reading(here.db) as session:
        by, today = acting.eyes(session, username, Permission.READ_HOUSEHOLD), office_day(here.now(session))
        one = desk.find(session, campaign_id, by)
        rows = _cells(session, one, by.area, today)
        open_today = _windows(session, one, today)
    if as_json:
        print_json(_told(one) | {"places": rows, "windows": open_today})
        return
    show(rows, PLACES, as_json=False)
    for told in open_today:
        click.echo(f"{told['system']}“{told['title']}”：" + ("今天开放" if told["open"] else "今天不开放"))


@campaign.command(help="按现在执行的方案启动；名册当即固定。")
@click.argument("area", metavar="AREA")
@click.option("--title", default="", metavar="TEXT", help="名称；不写的用方案的名称。")
@acting.as_option
@acting.on_option
@json_option
def begin(area: str, title: str, username: str, on: date | None, as_json: bool) -> None:
    """Draw one up and begin it."""
    here, book = opened(), open_book()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.RUN_CAMPAIGN), acting.time(here, session, on)
        one = running.draft(session, area, title, by=by, at=at)
        running.begin(session, book, one, by=by, at=at)
        told = _told(desk.find(session, one.id, by))
    _say(told, as_json)


@campaign.command(help="上报本地一个阶段已经完成。")
@campaign_argument
@click.argument("phase", metavar="PHASE")
@click.option("--note", default="", metavar="TEXT", help="说明。")
@acting.as_option
@acting.on_option
@json_option
def report(campaign_id: int, phase: str, note: str, username: str, on: date | None, as_json: bool) -> None:
    """Report a phase done for one's own place."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.REPORT_PHASE), acting.time(here, session, on)
        shown = desk.find(session, campaign_id, by)
        done = reporting.report(session, shown.campaign, phase, by.area, note, by=by, at=at)
        told = _told(shown) | {"phase": phase, "place": by.area, "done_on": done.done_on, "figures": done.counted}
    _say(told, as_json)


@campaign.command(help="延长一个阶段：只能由上一级办，只能往后延。")
@campaign_argument
@click.argument("phase", metavar="PHASE")
@click.option("--level", type=click.Choice(list(DIGITS)), required=True, help="哪一级。")
@click.option("--area", required=True, metavar="CODE", help="哪些地方：这个地区以内的。")
@click.option("--until", type=DAY, required=True, metavar="DATE", help="延到哪天。")
@click.option("--reason", required=True, metavar="TEXT", help="延期的理由。")
@acting.as_option
@acting.on_option
@json_option
def extend(
    campaign_id: int, phase: str, level: str, area: str, until: date, reason: str, username: str, on: date | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Put a phase off."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.EXTEND_PHASE), acting.time(here, session, on)
        shown = desk.find(session, campaign_id, by)
        one = extending.extend(session, shown.campaign, phase, level, area, until, reason, by=by, at=at)
        told = _told(shown) | {"phase": phase, "was": one.was, "until": one.until}
    _say(told, as_json)


@campaign.command(help="写明工作总结，结束集中行动。")
@campaign_argument
@click.option("--summary", required=True, metavar="TEXT", help="工作总结。")
@click.option("--left", default="", metavar="TEXT", help="还有阶段没有上报的，为什么结束。")
@acting.as_option
@acting.on_option
@json_option
def close(campaign_id: int, summary: str, left: str, username: str, on: date | None, as_json: bool) -> None:
    """Close one with its summary."""
    here, book = opened(), open_book()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.RUN_CAMPAIGN), acting.time(here, session, on)
        one = desk.find(session, campaign_id, by).campaign
        running.close(session, book, one, summary, left, by=by, at=at)
        told = _told(desk.find(session, campaign_id, by)) | {"figures": one.counted}
    _say(told, as_json)


def _cells(session: Session, one: desk.Shown, area: str, today: date) -> list[dict[str, Any]]:
    return [
        {
            "place": place.name, "area": place.area, "phase": cell.phase.title, "name": cell.phase.name,
            "until": cell.until, "done_on": cell.report.done_on if cell.report else None, "late": cell.is_late(today),
        }
        for place in phases.places(session, one.campaign, one.pack, area)
        for cell in place.cells.values()
    ]  # fmt: skip


def _windows(session: Session, one: desk.Shown, today: date) -> list[dict[str, Any]]:
    place = one.campaign.area
    plan = windows.plans_of(session, [place], today, {place: one.campaign.digest})[place]
    found = [windows.standing(plan, window, place, today) for window in one.pack.file.window]
    return [
        {"name": row.window.name, "system": row.window.system, "title": row.window.title, "open": row.is_open}
        for row in found
    ]


def _say(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(told)
        return
    click.echo(f"集中行动{told['campaign']}：{told['label']}")


def _told(one: desk.Shown) -> dict[str, Any]:
    mine = one.campaign
    return {
        "campaign": mine.id, "title": mine.title, "area": mine.area, "state": one.state, "label": one.label,
        "begun_on": mine.begun_on, "closed_on": mine.closed_on, "households": mine.households,
    }  # fmt: skip
