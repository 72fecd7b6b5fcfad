"""The lists of staff training: the sessions, and a quarter place by place."""

from __future__ import annotations

from collections.abc import Iterator

from states.listings.listing import AREA, Filter, Line, Listing, Look, Places, choice, paged, told
from states.sessions import desk
from states.sessions.plan import is_quarter, quarter_of
from states.sessions.session import LABELS

QUARTER = Filter("quarter", "季度", lambda value, _by: value if is_quarter(value) else "")


def _sessions(look: Look) -> Iterator[Line]:
    places = Places(look.session)
    asked = {"area": look.area, "state": look.get("state"), "quarter": look.get("quarter")}
    for rows in paged(look, lambda before: desk.listed(look.session, look.by, before=before, **asked), 0):
        places.learn(one.session.place for one in rows)
        for one in rows:
            held = one.session
            what = held.title, places.of(held.place), held.way_title, held.contents, held.trainer
            days = told(held.began_on), told(held.ended_on), held.hours
            yield *what, *days, one.villages, one.came, one.label, held.assessment


def _quarter(look: Look) -> Iterator[Line]:
    quarter = look.get("quarter") or quarter_of(look.today)
    for one in desk.quarter_of_places(look.session, look.by, quarter, look.today, look.area):
        state = "还差" if one.is_missing else "已完成" if one.held else ""
        yield one.name, one.planned_in, one.wanted or "", one.held, one.villages, one.people, one.hours, state


LISTINGS = (
    Listing(
        "sessions",
        "业务培训",
        ("培训", "地方", "方式", "内容", "授课人", "开始", "结束", "学时", "村数", "参训人数", "状态", "考核"),
        _sessions,
        (AREA, choice("state", "状态", LABELS), QUARTER),
    ),
    Listing(
        "session-quarter",
        "业务培训季度汇总",
        ("地方", "计划月份", "要求村数", "已举办场次", "村数", "参训人次", "学时", "情况"),
        _quarter,
        (AREA, QUARTER),
    ),
)
