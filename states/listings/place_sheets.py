"""The lists of yearly sheets, a kind each in the order of its sheet, and of the work teams."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from states import regions
from states.listings.listing import AREA, Line, Listing, Look, number, told
from states.places import expected, sheet_kinds, teams
from states.places.sheet_kinds import KINDS, SheetKind, asked

STATES = {"missing": "没有填", "waiting": "等核对", "verified": "已核对"}


def _sheets(kind: str) -> Callable[[Look], Iterator[Line]]:
    def lines(look: Look) -> Iterator[Line]:
        year = look.number("year", look.today.year)
        for one in expected.progress(look.session, look.by, look.area[:12], kind, year):
            answers = one.sheet.told if one.sheet else {}
            hands = (one.sheet.entered_by_name, one.sheet.verified_by_name) if one.sheet else ("", "")
            values = (fact.told(answers.get(name, "")) for name, fact in asked(kind).items())
            yield one.name, one.place, year, STATES[one.state], *hands, *values

    return lines


def _team(look: Look) -> Iterator[Line]:
    year = look.number("year", look.today.year)
    places = expected.owing(look.session, max(look.area[:12], look.by.area[:12], key=len), sheet_kinds.TEAM, year)
    names = regions.names(look.session, {one.code for one in places})
    for place in places:
        for one in teams.of_village(look.session, place.code, year):
            yield names[place.code], one.name, one.unit, one.post_title, told(one.since), told(one.until), one.reason


def _listing(kind: SheetKind) -> Listing:
    labels = (fact.label for fact in asked(kind.name).values())
    name = kind.name.replace("_", "-")
    headings = ("地方", "区划代码", "年度", "情况", "填表", "核对", *labels)
    return Listing(f"sheet-{name}", kind.title, headings, _sheets(kind.name), (AREA, number("year", "年度")))


LISTINGS = (
    *(_listing(kind) for kind in KINDS.values()),
    Listing(
        "work-teams",
        "驻村工作队员",
        ("村", "姓名", "派出单位", "职务", "进驻日期", "离队日期", "离队原因"),
        _team,
        (AREA, number("year", "年度")),
    ),
)
