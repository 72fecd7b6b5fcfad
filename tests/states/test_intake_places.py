"""Coordinates, declared figures and joining members out of lists: with the rules of what is typed one by one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from engine.verify import verify
from states.changes.change import Change
from states.changes.joining_list import MEMBERS
from states.imports import ImportRefused
from states.members import Member
from states.places import locations
from states.places.coordinates import Point
from states.places.datums import shift, to_wgs84
from states.places.figure_list import FIGURES
from states.places.figures import Figure, declared
from states.places.location_list import COORDINATES
from states.places.nearness import outlying
from tests.states.intake import look, sheet, take, told
from tests.states.register import number
from tests.states.test_help import AT, OFFICER, VILLAGE, make

PLACE = ("户编号", "户主", "lon", "lat", "采集日期", "更正原因")
GPS = {"datum": "wgs-84"}


def at(home, east="99.75", north="27.6", day="2021-10-18", reason=""):
    return (home.number, home.head_name, east, north, day, reason)


def test_gcj_02_is_what_others_compute_and_comes_back_to_the_metre():
    """The published example of the formula: Beijing, 116.404, 39.915."""
    assert shift(116.404, 39.915) == pytest.approx((116.41024449916938, 39.91640428150164), abs=1e-12)


@given(st.floats(74, 135), st.floats(4, 53))
def test_gcj_02_there_and_back_is_the_same_place(east, north):
    back = to_wgs84("gcj-02", *shift(east, north))

    assert back == pytest.approx((east, north), abs=1e-7)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"east": "27.6", "north": "99.75"}, (2, "lon", "no-place")),
        ({"east": 9.975}, (2, "lon", "no-place")),
        ({"north": "-27.6"}, (2, "lat", "no-place")),
        ({"east": "东经99"}, (2, "lon", "no-degrees")),
        ({"day": "2021-11-09"}, (2, "采集日期", "future")),
        ({"day": ""}, (2, "采集日期", "no-day")),
        ({"day": 44487.5}, (2, "采集日期", "no-date")),
    ],
)
def test_a_place_that_cannot_be_is_a_problem_of_its_cell(session, cells, problem):
    [home] = make(session, ("full",))

    list_ = sheet(COORDINATES, PLACE, at(home, **cells))
    assert told(look(session, COORDINATES, list_, OFFICER, AT, **GPS)) == [problem]


def test_a_house_that_moved_keeps_its_history_and_needs_a_reason(session):
    [home] = make(session, ("full",))
    take(session, COORDINATES, sheet(COORDINATES, PLACE, at(home)), OFFICER, AT, **GPS)
    moved = at(home, east="99.751", day="2021-11-01")

    with pytest.raises(ImportRefused) as refused:
        take(session, COORDINATES, sheet(COORDINATES, PLACE, moved), OFFICER, AT, **GPS)
    assert [one.code for one in refused.value.cells] == ["no-reason"]
    take(session, COORDINATES, sheet(COORDINATES, PLACE, (*moved[:5], "新房搬迁")), OFFICER, AT, **GPS)

    past = locations.history(session, household_id=home.id)
    assert [(one.longitude, one.source, one.superseded) for one in past] == [
        (99_751_000, "file", False), (99_750_000, "file", True),
    ]  # fmt: skip
    assert not verify(session).faults


def test_a_point_far_from_its_village_is_a_problem_and_the_others_come_in(session):
    homes = make(session, *[("full",)] * 3)
    rows = [at(homes[0]), at(homes[1], east="99.76"), at(homes[2], east="98.75")]

    looked = look(session, COORDINATES, sheet(COORDINATES, PLACE, *rows), OFFICER, AT, **GPS)

    assert told(looked) == [(4, "lon", "far-away")]
    assert take(session, COORDINATES, sheet(COORDINATES, PLACE, *rows), OFFICER, AT, good=True, **GPS).taken == 2


def test_a_chain_of_neighbours_is_near_and_a_slip_is_not():
    chain = {n: Point(99_750_000 + 40_000 * n, 27_600_000) for n in range(1, 6)}

    assert outlying(chain, [Point(99_750_000, 27_600_000)], 5000) == {}
    assert set(outlying(chain, [Point(98_000_000, 27_600_000)], 5000)) == set(chain)
    assert set(outlying(chain | {9: Point(90_000_000, 27_600_000)}, [], 5000)) == {9}
    assert outlying({1: Point(99_750_000, 27_600_000)}, [], 5000) == {}


SUMS = ("行政村", "小组", "年度", "户数", "总人口", "更正原因")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("和平村", "九组", 2021, 40, "", ""), (2, "小组", "no-place")),
        (("", "一组", 2021, 40, "", ""), (2, "小组", "no-place")),
        (("和平村", "", 2022, 40, "", ""), (2, "年度", "wrong-year")),
        (("和平村", "", "", 40, "", ""), (2, "年度", "no-year")),
        (("和平村", "", 2021, "四十", "", ""), (2, "户数", "no-whole")),
        (("和平村", "", 2021, 40.5, "", ""), (2, "户数", "no-whole")),
        (("和平村", "", 2021, "", "", ""), (2, "户数", "no-figures")),
    ],
)
def test_a_figure_that_cannot_be_is_a_problem_of_its_cell(session, row, problem):
    make(session, ("full",))

    assert told(look(session, FIGURES, sheet(FIGURES, SUMS, row), OFFICER, AT)) == [problem]


def test_figures_come_in_by_name_and_change_only_with_a_reason(session):
    make(session, ("full",))
    rows = ("和平村", "", "", "1,040", 4000, ""), ("和平村", "一组", "", 40, "", "")
    take(session, FIGURES, sheet(FIGURES, SUMS, *rows), OFFICER, AT, year="2021")

    assert declared(session, VILLAGE, 2021) == {
        VILLAGE: {"households": 1040, "persons": 4000}, VILLAGE + "01": {"households": 40},
    }  # fmt: skip
    later = sheet(FIGURES, SUMS, ("和平村", "一组", 2021, 41, "", ""))
    assert told(look(session, FIGURES, later, OFFICER, AT)) == [(2, "更正原因", "no-reason")]
    assert take(session, FIGURES, later, OFFICER, AT, reason="年中分户").taken == 1
    assert len(session.scalars(select(Figure)).all()) == 4


JOINED = ("户编号", "户主", "姓名", "关系", "证件号码", "出生日期", "性别", "原因", "增加日期")


def joins(home, **cells):
    row = {"name": "和小梅", "card": "", "born": "2021-09-30", "why": "新生儿", "on": "2021-09-30"} | cells
    return (home.number, home.head_name, row["name"], "之女", row["card"], row["born"], "女", row["why"], row["on"])


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"card": number(0)}, (2, "证件号码", "registered")),
        ({"card": 539999198001010004}, (2, "证件号码", "lost-digits")),
        ({"why": "婚入"}, (2, "证件号码", "bad-value")),
        ({"why": "补录"}, (2, "原因", "unknown-code")),
        ({"on": "2021-11-30"}, (2, "增加日期", "bad-value")),
        ({"born": ""}, (2, "出生日期", "bad-value")),
    ],
)
def test_somebody_who_cannot_join_is_a_problem_of_the_cell(session, cells, problem):
    [home] = make(session, ("full",))

    assert told(look(session, MEMBERS, sheet(MEMBERS, JOINED, joins(home, **cells)), OFFICER, AT)) == [problem]


def test_a_list_of_joining_members_becomes_proposals_and_inserts_nobody(session):
    [home] = make(session, ("full",))
    before = session.scalars(select(Member.id)).all()

    wed = joins(home, name="杨秀英", card=number(50), born="", why="婚入")
    intake = take(session, MEMBERS, sheet(MEMBERS, JOINED, joins(home), wed), OFFICER, AT)

    assert intake.taken == 2
    assert session.scalars(select(Member.id)).all() == before
    waiting = session.scalars(select(Change).where(Change.live)).all()
    assert [(one.happened_on, one.source, one.proposed_by) for one in waiting] == [
        (date(2021, 9, 30), "workbook", OFFICER.id)
    ] * 2
    other = joins(home, name="杨秀英", card=number(50), why="婚入")
    again = look(session, MEMBERS, sheet(MEMBERS, JOINED, other), OFFICER, AT)
    assert told(again) == [(2, "证件号码", "waiting")]
