"""`shouxian figures`: the board, the ranking, where time goes, and keeping the figures of closed days."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from engine.clock import office_day
from engine.db import reading, work
from states import desk
from states.figures import waiting
from states.figures.board import board
from states.figures.keeping import keep as keep_days
from states.figures.keeping import kept, rebuilt
from states.figures.memory import Memory
from states.figures.ranking import MONTH, QUARTER, ranked
from states.figures.scope import Scope, names_of, scope
from states.figures.standing import Standing
from states.figures.trend import month_ends, points
from states.history.share import COUNTED
from states.lifecycle import LABELS
from states.roles import Permission
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import Installation, opened
from web.commands.output import json_option, print_json, show

SHOWN = {"name": "地区", "area": "编码", "households": "登记户数"} | {one: LABELS[one] for one in COUNTED}
SHOWN |= {"open": "在办环节", "late": "超期环节", "in_time": "按时办结", "done_late": "逾期办结"}
SHOWN |= {"doubts": "未销号疑点", "false": "整改不实"}
RANKED = {"rank": "名次", "name": "地区", "households": "登记户数", "open": "待整改", "claimed": "待复查"}
RANKED |= {"false": "整改不实", "points": "每百户差错分", "before": "上期差错分", "climbed": "名次变化"}
WAITS = {
    "title": "步骤",
    "move": "变动",
    "role": "等的是",
    "n": "次数",
    "median": "一半",
    "p90": "九成",
    "total": "天数",
}
TREND = {"day": "日期", "households": "监测户数", "eliminated": "风险已消除", "percent": "消除比例（%）"}
area_option = click.option("--area", default="", metavar="CODE", help="哪个地区，默认自己的辖区。")


@click.group(help="调度图表：进度质量时限、质量排名、趋势、时间用在哪里；归集过去每天的数字。")
def figures() -> None:
    """Group the commands about figures."""


def _here(at: Installation, session: Any, area: str, username: str | None, length: int = 0) -> Scope:
    by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
    return scope(area, by, office_day(at.now(session)), length)


@figures.command(name="show", help="一个地区和它下一级的进度、质量、时限。")
@area_option
@acting.seen_by_option
@json_option
def show_(area: str, username: str | None, as_json: bool) -> None:
    """Print the board."""
    here_ = opened()
    with reading(here_.db) as session:
        here = _here(here_, session, area, username)
        found, names = board(session, Memory(), here), names_of(session, here)
    rows = [_standing(one, names.get(code, "")) for code, one in found.parts.items()]
    show([*rows, _standing(found.whole, "合计")], SHOWN, as_json=as_json)


def _standing(one: Standing, name: str) -> dict[str, Any]:
    states = {state: one.state(state) for state in COUNTED}
    steps = {"open": one.open, "late": one.late, "in_time": one.in_time, "done_late": one.done_late}
    told = {"name": name, "area": one.code, "households": one.households, **states, **steps}
    return told | {"doubts": one.standing_doubts, "false": one.false}


@figures.command(help="数据质量排名，每百户差错分少的在前（HN08）。")
@area_option
@click.option("--since", type=click.Choice([MONTH, QUARTER]), default=MONTH, help="与上月末还是上季末比。")
@click.option("--by-village", is_flag=True, help="县里按村排，不按乡镇排。")
@acting.seen_by_option
@json_option
def rank(area: str, since: str, by_village: bool, username: str | None, as_json: bool) -> None:
    """Print the ranking."""
    here_ = opened()
    with reading(here_.db) as session:
        here = _here(here_, session, area, username, 12 if by_village else 0)
        lines, names = ranked(session, Memory(), here, since), names_of(session, here)
    rows = [
        {
            "rank": one.rank, "name": names.get(one.code, ""), "area": one.code, "households": one.households,
            "open": one.open, "claimed": one.claimed, "false": one.false, "points": one.points,
            "before": one.was.points if one.was else None, "climbed": one.climbed,
        }
        for one in lines
    ]  # fmt: skip
    show(rows, RANKED, as_json=as_json)


@figures.command(help="各月末和今天的监测户数、风险已消除户数和消除比例（HN11）。")
@area_option
@acting.seen_by_option
@json_option
def trend(area: str, username: str | None, as_json: bool) -> None:
    """Print the share free of risk at the ends of months."""
    here_ = opened()
    with reading(here_.db) as session:
        here = _here(here_, session, area, username)
        found = points(session, here, month_ends(here.today))
    rows = [
        {"day": one.day, "households": one.share.monitored, "eliminated": one.share.eliminated, "percent": one.percent}
        for one in found
    ]
    show(rows, TREND, as_json=as_json)


@figures.command(help="一段时间里办结的环节各用几天，等的是谁，用时最多的在前。")
@area_option
@click.option(
    "--period", type=click.Choice(list(waiting.PERIODS)), default=waiting.QUARTER, help="本季度、上季度还是今年。"
)
@acting.seen_by_option
@json_option
def time(area: str, period: str, username: str | None, as_json: bool) -> None:
    """Print where time goes."""
    here_ = opened()
    with reading(here_.db) as session:
        here = _here(here_, session, area, username)
        places = Memory().of(session, waiting.count, here.area, here.finest, waiting.days_of(period, here.today))
        titles = desk.titles(session, here.area)
    rows = [
        {
            "step": one.step, "title": titles.get(one.step, one.step), "move": one.move, "role": one.role, "n": one.n,
            "median": one.median, "p90": one.p90, "total": one.total,
        }
        for one in waiting.waits(places.values())
    ]  # fmt: skip
    show(rows, WAITS, as_json=as_json)


@figures.command(help="归集过去每一天的数字，已经归集的不再动；可以天天运行。")
@json_option
def keep(as_json: bool) -> None:
    """Keep the figures of closed days, a month in each transaction."""
    here_, days = opened(), list[date]()
    while True:
        with work(here_.db) as session:
            kept_now = keep_days(session, office_day(here_.now(session)))
        days += kept_now
        if not kept_now:
            break
    if as_json:
        print_json({"days": days})
    else:
        click.echo(f"归集了{len(days)}天" if days else "没有要归集的日子")


@figures.command(help="某一天归集的数字和按台账重新算的是否一致；不一致的列出来，退出码是1。")
@click.argument("day", type=DAY, metavar="DATE")
@json_option
def check(day: date, as_json: bool) -> None:
    """Compare what was kept with what the ledger tells."""
    with reading(opened().db) as session:
        was, now = kept(session, day), rebuilt(session, day)
    rows = [
        {"area": place, "figure": name, "kept": was[place, name], "ledger": now[place, name]}
        for place, name in sorted(was.keys() | now.keys())
        if was[place, name] != now[place, name]
    ]
    show(rows, {"area": "编码", "figure": "指标", "kept": "归集", "ledger": "台账"}, as_json=as_json)
    raise SystemExit(1 if rows else 0)
