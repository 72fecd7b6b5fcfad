"""`shouxian sweep`: begun, followed, ticked off, ended and opened again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.clock import office_day
from engine.db import reading, work
from states import regions
from states.book import open_book
from states.help.quarters import quarter_of
from states.roles import Permission
from states.sweeps import beginning, counting, desk, ticking
from states.sweeps.desk import Shown
from states.sweeps.sweep import Sweep
from states.sweeps.ticking import Call
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show

LISTED = {
    "sweep": "排查",
    "area": "地区",
    "quarter": "季度",
    "label": "状态",
    "households": "应走访",
    "visited": "已走访",
}
PLACES = {"area": "地区", "name": "名称", "households": "应走访", "visited": "已走访", "left": "还差", "percent": "%"}
sweep_argument = click.argument("sweep_id", metavar="SWEEP", type=click.IntRange(min=1))


@click.group(help="季度排查：列出、开始、看进度、登记走访、结束、重新打开。SWEEP 是排查编号，见 sweep list。")
def sweep() -> None:
    """Group the commands about sweeps."""


@sweep.command(name="list", help="列出排查，新的在前。")
@click.option("--before", type=click.IntRange(min=0), default=0, metavar="SWEEP", help="从这一次之前列起。")
@acting.seen_by_option
@json_option
def list_(before: int, username: str | None, as_json: bool) -> None:
    """List sweeps."""
    with reading(opened().db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        rows = [_told(session, one, by) for one in desk.listed(session, by, before)[0]]
    show(rows, LISTED, as_json=as_json)


@sweep.command(name="show", help="看一次排查各地走访了多少，走得少的在前。")
@sweep_argument
@click.option("--level", type=click.Choice(["township", "village", "group"]), default="village", help="按哪一级看。")
@acting.seen_by_option
@json_option
def show_(sweep_id: int, level: str, username: str | None, as_json: bool) -> None:
    """Show how far each place has come."""
    length = {"township": 9, "village": 12, "group": 14}[level]
    with reading(opened().db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        counts = counting.by_place(session, desk.find(session, sweep_id, by).sweep, by, "", length)
        names = regions.names(session, counts)
    rows = [
        {"area": code, "name": names.get(code, ""), "households": one.households, "visited": one.visited}
        | {"left": one.left, "percent": one.percent}
        for code, one in sorted(counts.items(), key=lambda item: (item[1].percent, item[0]))
    ]
    show(rows, PLACES, as_json=as_json)


@sweep.command(help="开始本季度的排查，名单当即定住。AREA 是县、乡镇或村的编码。")
@click.argument("area", metavar="AREA")
@acting.as_option
@acting.on_option
@json_option
def begin(area: str, username: str, on: date | None, as_json: bool) -> None:
    """Begin the sweep of the present quarter."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.SWEEP), acting.time(here, session, on)
        made = beginning.begin(session, area, quarter_of(office_day(at)), by=by, at=at)
        told = _told(session, desk.find(session, made.id, by), by)
    _say(told, as_json)


@sweep.command(help="把一个村或组没有变化的户成批登记为走访过。AREA 是村或组的编码。")
@sweep_argument
@click.argument("area", metavar="AREA")
@click.option("--visited", type=DAY, metavar="DATE", help="走访日期，默认今天。")
@click.option("--with", "visitors", required=True, metavar="NAMES", help="同去的人，用顿号隔开。")
@acting.as_option
@acting.on_option
@click.option("--key", metavar="KEY", help="同一个 KEY 只办一次。")
@json_option
def tick(
    sweep_id: int, area: str, visited: date | None, visitors: str, username: str, on: date | None, key: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Tick a group's or village's houses off."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.EDIT_HOUSEHOLD), acting.time(here, session, on)
        call = Call(visited or office_day(at), ticking.names(visitors))
        ticked = ticking.tick_group(session, desk.find(session, sweep_id, by).sweep, area, call, by=by, at=at, key=key)
        told = _told(session, desk.find(session, sweep_id, by), by) | {"ticked": ticked}
    _say(told, as_json)


@sweep.command(help="结束排查；没有达到覆盖率的要写原因。")
@sweep_argument
@click.option("--reason", default="", metavar="TEXT", help="没有达到覆盖率的原因。")
@acting.as_option
@acting.on_option
@json_option
def close(sweep_id: int, reason: str, username: str, on: date | None, as_json: bool) -> None:
    """End a sweep."""
    _decide(
        sweep_id,
        username,
        on,
        as_json,
        lambda db, one, by, at: beginning.close(db, open_book(), one, reason, by=by, at=at),
    )


@sweep.command(help="重新打开已经结束的排查，写明原因。")
@sweep_argument
@click.option("--reason", required=True, metavar="TEXT", help="为什么重新打开。")
@acting.as_option
@acting.on_option
@json_option
def reopen(sweep_id: int, reason: str, username: str, on: date | None, as_json: bool) -> None:
    """Open a sweep again."""
    _decide(
        sweep_id,
        username,
        on,
        as_json,
        lambda db, one, by, at: beginning.reopen(db, open_book(), one, reason, by=by, at=at),
    )


def _decide(
    sweep_id: int, username: str, on: date | None, as_json: bool, act: Callable[[Session, Sweep, Actor, datetime], None]
) -> None:
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.SWEEP), acting.time(here, session, on)
        act(session, desk.find(session, sweep_id, by).sweep, by, at)
        told = _told(session, desk.find(session, sweep_id, by), by)
    _say(told, as_json)


def _told(session: Session, shown: Shown, by: Actor) -> dict[str, Any]:
    one, parts = shown.sweep, counting.by_part(session, shown.sweep, by, "").values()
    told = {"sweep": one.id, "area": one.area, "quarter": one.quarter, "state": shown.state, "label": shown.label}
    told |= {"begun_on": one.begun_on, "until_on": one.until_on, "closed_on": one.closed_on, "coverage": one.coverage}
    told |= {"households": sum(part.households for part in parts), "visited": sum(part.visited for part in parts)}
    return told


def _say(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(told)
        return
    click.echo("排查{sweep}（{area}，{quarter}）：{label}，应走访{households}户，已走访{visited}户".format(**told))
