"""The tables of figures: the board, the ranking, the trend, where time goes, and what is asked of villages."""

from __future__ import annotations

from collections.abc import Iterator

from states import desk
from states.figures.board import board
from states.figures.burden import by_month
from states.figures.memory import Memory
from states.figures.ranking import MONTH, QUARTER, ranked
from states.figures.scope import Scope, names_of, scope
from states.figures.standing import Standing
from states.figures.trend import month_ends, points
from states.figures.waiting import PERIODS, count, days_of, waits
from states.history.share import COUNTED
from states.lifecycle import LABELS, WAYS
from states.listings.listing import AREA, Line, Listing, Look, choice
from states.quality.findings import CLAIMED, CLOSED, OPEN
from states.roles import ROLES


def _here(look: Look) -> Scope:
    return scope(look.get("area"), look.by, look.today, 12 if look.get("by") else 0)


def _board(look: Look) -> Iterator[Line]:
    here = _here(look)
    found, names = board(look.session, Memory(), here), names_of(look.session, here)
    for code, one in found.parts.items():
        yield names.get(code, code), code, *_figures(one)
    yield "合计", here.area, *_figures(found.whole)


def _figures(one: Standing) -> Line:
    states = (one.state(state) for state in COUNTED)
    doubts = (one.doubts(name) for name in (OPEN[0], CLAIMED[0], CLOSED[0]))
    return one.households, *states, one.open, one.late, one.in_time, one.done_late, *doubts, one.false


def _rank(look: Look) -> Iterator[Line]:
    here = _here(look)
    names = names_of(look.session, here)
    for one in ranked(look.session, Memory(), here, look.get("since") or MONTH):
        doubts = one.households, one.open, one.claimed, one.false, _told(one.points)
        was = (_told(one.was.points), one.was.rank or "") if one.was else ("", "")
        yield one.rank or "户数少，不排名", names.get(one.code, one.code), *doubts, *was


def _told(value: object) -> str:
    return "" if value is None else str(value)


def _trend(look: Look) -> Iterator[Line]:
    here = _here(look)
    for one in points(look.session, here, month_ends(here.today)):
        yield one.day.isoformat(), one.share.monitored, one.share.eliminated, _told(one.percent)


def _time(look: Look) -> Iterator[Line]:
    here = _here(look)
    titles = desk.titles(look.session, here.area)
    places = Memory().of(look.session, count, here.area, here.finest, days_of(look.get("period"), here.today))
    for one in waits(places.values()):
        move = WAYS[one.move].label if one.move in WAYS else one.move
        role = ROLES[one.role].title if one.role in ROLES else one.role
        yield titles.get(one.step, one.step), move, role, one.n, one.median, one.p90, one.total


def _burden(look: Look) -> Iterator[Line]:
    for one in by_month(look.session, _here(look)):
        yield f"{one.first_on:%Y-%m}", one.visits, one.gathered, one.saved, one.records, one.signs, one.forms


DOUBTS = ("待整改疑点", "待复查疑点", "已销号疑点", "整改不实")
STEPS = ("在办环节", "超期环节", "按时办结", "逾期办结")
BY = choice("by", "范围", {"village": "按村"})
LISTINGS = (
    Listing(
        "figures",
        "调度图表",
        ("地区", "编码", "登记户数", *(LABELS[one] for one in COUNTED), *STEPS, *DOUBTS),
        _board,
        (AREA,),
    ),
    Listing(
        "figures-rank",
        "数据质量排名",
        ("名次", "地区", "登记户数", "待整改疑点", "待复查疑点", "整改不实", "每百户差错分", "上期差错分", "上期名次"),
        _rank,
        (AREA, choice("since", "比较", {MONTH: "与上月末比", QUARTER: "与上季末比"}), BY),
    ),
    Listing("figures-trend", "消除比例的趋势", ("日期", "监测户数", "风险已消除", "消除比例（%）"), _trend, (AREA,)),
    Listing(
        "figures-time",
        "时间用在哪里",
        ("步骤", "变动", "等的是", "办结次数", "一半在几天内", "九成在几天内", "共用天数"),
        _time,
        (AREA, choice("period", "时间范围", PERIODS)),
    ),
    Listing(
        "figures-burden",
        "基层负担",
        (
            "月份",
            "入户（户次）",
            "入户带回的材料（份）",
            "少跑（趟）",
            "登记材料（份）",
            "录入（字）",
            "打印文书（份）",
        ),
        _burden,
        (AREA,),
    ),
)
