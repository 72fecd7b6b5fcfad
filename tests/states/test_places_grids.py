"""Grids and their sweeps, coordinates, pairing, situations, and totals that add up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.actors import SYSTEM, Actor
from engine.db import work
from engine.errors import BadInput, NotFound, Refused
from engine.evidence import record
from engine.ledger import Entry
from states import users
from states.households import Household
from states.members import Member
from states.passwords import Secret
from states.places import assigning, figures, grid_desk, grids, locations, pairings, situations, totals, village_map
from states.places.coordinates import Point, middle, nearest, read, span
from states.places.grids import Grid, GridPlace
from states.places.locations import Measured
from states.places.pairings import Helper
from states.places.situations import Told
from states.regions import Region
from tests.states.village import (
    CLERK,
    OFFICER,
    OTHER_VILLAGE,
    TOWNSHIP,
    VILLAGE,
    make_book,
    make_households,
    make_village,
    on,
)

BOOK = make_book()
AT, TODAY = on("2021-11-08"), date(2021, 11, 8)
STRANGER = Actor("v9", "赵明", "village", OTHER_VILLAGE)
HERE = Point(99_750_000, 27_600_000)


@pytest.fixture
def village(db):
    with work(db) as session:
        make_village(session)
    return db


def house(session: Session, case_id: int) -> Household:
    return session.scalars(select(Household).where(Household.case_id == case_id)).one()


def wrong(bad: Any) -> list[str]:
    """Where the problems of a refusal lie."""
    return [problem.where for problem in bad.value.problems]


def make_grid(session: Session, name: str = "第一网格", worker: str = "和建军") -> Grid:
    return grids.make(session, VILLAGE, name, worker, "13900000001", OFFICER, AT)


def test_a_household_lies_in_one_grid_and_changes_it_with_a_reason(village):
    with work(village) as session:
        cases = make_households(session, BOOK, 3)
        first, second = make_grid(session), make_grid(session, "第二网格")
        assert assigning.assign(session, first, cases, OFFICER, AT) == 3
        assert assigning.assign(session, first, cases, OFFICER, AT) == 0
        with pytest.raises(BadInput) as bad:
            assigning.assign(session, second, cases[:1], OFFICER, AT)
        assert wrong(bad) == ["reason"]
        assert assigning.assign(session, second, cases[:1], OFFICER, AT, "搬到河对岸") == 1
        rows = session.execute(
            select(GridPlace.grid_id, GridPlace.until).where(GridPlace.household_id == house(session, cases[0]).id)
        )
        assert [(row[0], row[1]) for row in rows] == [(first.id, AT), (second.id, None)]
        told = session.scalars(select(Entry).where(Entry.kind == "grid", Entry.case_id == cases[0])).all()
        assert [entry.told["name"] for entry in told] == ["第一网格", "第二网格"]


def test_the_database_itself_refuses_a_second_grid(village):
    with work(village) as session:
        [case] = make_households(session, BOOK)
        grid = make_grid(session)
        assigning.assign(session, grid, [case], OFFICER, AT)
        session.add(GridPlace(household_id=house(session, case).id, grid_id=grid.id, since=AT, by="x"))
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


def test_a_grid_has_a_named_worker_of_its_village(village):
    with work(village) as session:
        secret = Secret("Qingshan-77", "x" * 20, False)
        users.add(session, users.Account("wang-1", "和玉龙", "grid", VILLAGE), secret, by=SYSTEM, at=AT)
        users.add(session, users.Account("wang-2", "李雪梅", "grid", OTHER_VILLAGE), secret, by=SYSTEM, at=AT)
        grid = make_grid(session, worker="wang-1")
        for worker in ("wang-2", "nobody", " "):
            with pytest.raises(BadInput) as bad:
                make_grid(session, "另一网格", worker)
            assert wrong(bad) == ["worker"]
        with pytest.raises(BadInput) as bad:
            make_grid(session, " ", "")
        assert wrong(bad) == ["name", "worker"]
        with pytest.raises(BadInput):
            make_grid(session)
        with pytest.raises(NotFound):
            grids.make(session, VILLAGE, "网格", "和建军", "", STRANGER, AT)
        grids.hand_over(session, grid, "木丽华", "", "原网格员外出务工", OFFICER, AT)
        with pytest.raises(BadInput):
            grids.hand_over(session, grid, "木丽华", "", " ", OFFICER, AT)
        names = [(one.name, one.username, one.until_on) for one in grids.workers_on_record(session, grid)]
        assert names == [("木丽华", "", None), ("和玉龙", "wang-1", TODAY)]


def test_a_sweep_counts_the_visits_since_a_day_by_grid(village):
    with work(village) as session:
        cases = make_households(session, BOOK, 4)
        first, second = make_grid(session), make_grid(session, "第二网格", "木丽华")
        assigning.assign(session, first, cases[:2], OFFICER, AT)
        assigning.assign(session, second, cases[2:3], OFFICER, AT)
        for case, day in ((cases[0], date(2021, 10, 5)), (cases[0], date(2021, 10, 9)), (cases[1], date(2021, 9, 1))):
            record(session, "visit", {}, {case: {}}, day, CLERK, AT)
        since = grid_desk.quarter_of(TODAY)
        assert since == date(2021, 10, 1)
        rows = grid_desk.listed(session, OFFICER, since)
        assert [(row.name, row.households, row.visited) for row in rows] == [("第一网格", 2, 1), ("第二网格", 1, 0)]
        left, _more = grid_desk.households(session, first.id, OFFICER, since, only_left=True)
        assert [(one.case_id, one.visited_on) for one in left] == [(cases[1], date(2021, 9, 1))]
        assert [one.case_id for one in grid_desk.without_grid(session, OFFICER)[0]] == [cases[3]]
        assert grid_desk.groups_without(session, OFFICER) == {VILLAGE + "01": 1}
        assert grid_desk.cases_of_group(session, VILLAGE + "01", OFFICER) == [cases[3]]
        assert grid_desk.listed(session, STRANGER, since) == []
        assert grid_desk.without_grid(session, STRANGER) == ([], 0)


def test_a_grid_closes_only_when_it_is_empty(village):
    with work(village) as session:
        cases = make_households(session, BOOK, 1)
        first, second = make_grid(session), make_grid(session, "第二网格")
        assigning.assign(session, first, cases, OFFICER, AT)
        with pytest.raises(BadInput):
            grids.close(session, first, OFFICER, AT)
        assigning.assign(session, second, cases, OFFICER, AT, "并格")
        grids.close(session, first, OFFICER, AT)
        with pytest.raises(BadInput):
            assigning.assign(session, first, cases, OFFICER, AT, "回来")
        assert [row.name for row in grid_desk.listed(session, OFFICER, TODAY)] == ["第二网格"]
        with pytest.raises(NotFound):
            grids.find(session, first.id, STRANGER)


@pytest.mark.parametrize(
    ("longitude", "latitude", "where"),
    [
        ("99.75", "27.6", []),
        ("27.6", "99.75", ["longitude"]),
        ("9.975", "27.6", ["longitude"]),
        ("99.75", "2.76", ["latitude"]),
        ("", "27度36分", ["longitude", "latitude"]),
        ("180", "90", ["longitude", "latitude"]),
    ],
)
def test_coordinates_are_plausible_for_china(longitude, latitude, where):
    if not where:
        assert read(longitude, latitude) == HERE
        return
    with pytest.raises(BadInput) as bad:
        read(longitude, latitude)
    assert wrong(bad) == where


@given(
    st.integers(73_400_000, 135_100_000), st.integers(3_800_000, 53_600_000),
    st.integers(-20_000, 20_000), st.integers(-20_000, 20_000),
)  # fmt: skip
def test_the_plane_agrees_with_the_sphere_over_a_township(east, north, dx, dy):
    a, b = Point(east, north), Point(east + dx, north + dy)
    x, y = b.metres_from(a)
    assert abs((x * x + y * y) ** 0.5 - a.metres_to(b)) <= 2 + a.metres_to(b) * 0.003
    assert a.metres_to(b) == b.metres_to(a)
    assert nearest(a, [b, a]) == 0
    assert span([a, b]) >= 0
    assert middle([a, b]).metres_to(a) <= a.metres_to(b) + 1


def test_a_place_is_superseded_with_a_reason_and_the_ledger_keeps_no_coordinates(village):
    with work(village) as session:
        [case] = make_households(session, BOOK)
        home = house(session, case)
        first = locations.locate(session, home, Measured(HERE, TODAY, 12, "phone"), CLERK, AT)
        with pytest.raises(BadInput) as bad:
            locations.locate(session, home, Measured(HERE, TODAY), CLERK, AT)
        assert wrong(bad) == ["reason"]
        there = Point(99_751_000, 27_601_000)
        second = locations.locate(session, home, Measured(there, TODAY, reason="新房搬迁"), CLERK, AT)
        assert locations.of_household(session, home.id) == second
        assert [one.id for one in locations.history(session, household_id=home.id)] == [second.id, first.id]
        assert first.superseded
        told = session.scalars(select(Entry).where(Entry.kind == "located").order_by(Entry.id)).all()
        assert told[1].told["supersedes"] == first.id
        assert "99751000" not in told[1].facts
        with pytest.raises(NotFound):
            locations.locate(session, home, Measured(HERE, TODAY, reason="x"), STRANGER, AT)


def test_a_place_far_from_the_others_needs_somebody_who_is_sure(village):
    with work(village) as session:
        near, far = make_households(session, BOOK, 2)
        locations.locate(session, house(session, near), Measured(HERE, TODAY), CLERK, AT)
        away = Point(99_850_000, 27_600_000)
        with pytest.raises(Refused) as refused:
            locations.locate(session, house(session, far), Measured(away, TODAY), CLERK, AT)
        assert (
            refused.value.blockers[0].message == "离本村最近的一户也有9.9公里，请核对坐标；确属无误的，请勾选后再保存"
        )
        one = locations.locate(session, house(session, far), Measured(away, TODAY, sure=True), CLERK, AT)
        assert one.far
        measured = Measured(HERE, date(2021, 11, 9), 5000, "satellite", "x")
        with pytest.raises(BadInput) as bad:
            locations.locate(session, house(session, far), measured, CLERK, AT)
        assert wrong(bad) == ["source", "measured_on", "accuracy"]


def test_offices_are_located_and_the_picture_holds_what_the_actor_may_see(village):
    with work(village) as session:
        cases = make_households(session, BOOK, 2)
        locations.locate(session, house(session, cases[0]), Measured(HERE, TODAY, 8, "phone"), CLERK, AT)
        office = locations.locate_office(session, session.get_one(Region, VILLAGE), Measured(HERE, TODAY), OFFICER, AT)
        locations.locate_office(session, session.get_one(Region, TOWNSHIP), Measured(HERE, TODAY), OFFICER, AT)
        assert len(locations.history(session, place=TOWNSHIP)) == 1
        drawn = village_map.village_map(session, VILLAGE, CLERK)
        assert (len(drawn.dots), drawn.missing, drawn.office) == (1, 1, office)
        assert village_map.located(session, OFFICER, TOWNSHIP) == {VILLAGE: (2, 1)}
        with pytest.raises(NotFound):
            village_map.village_map(session, VILLAGE, STRANGER)
        with pytest.raises(BadInput):
            locations.locate_office(
                session, session.get_one(Region, VILLAGE + "01"), Measured(HERE, TODAY), OFFICER, AT
            )
        with pytest.raises(NotFound):
            locations.locate_office(session, session.get_one(Region, TOWNSHIP), Measured(HERE, TODAY), CLERK, AT)


def test_one_helper_stands_by_a_household_at_a_time(village):
    with work(village) as session:
        [case] = make_households(session, BOOK)
        home = house(session, case)
        pairings.pair(session, home, Helper("张文斌", "镇农业中心", "主任"), date(2021, 3, 1), OFFICER, AT)
        with pytest.raises(BadInput) as bad:
            pairings.pair(session, home, Helper("", ""), date(2021, 2, 1), OFFICER, AT)
        assert wrong(bad) == ["name", "unit", "from_on", "reason"]
        pairings.pair(session, home, Helper("李建华", "镇政府"), date(2021, 8, 1), OFFICER, AT, "原责任人调离")
        rows = [(one.name, one.until_on, one.reason) for one in pairings.history(session, home.id)]
        assert rows == [("李建华", None, ""), ("张文斌", date(2021, 8, 1), "原责任人调离")]
        with pytest.raises(BadInput) as bad:
            pairings.end(session, home, date(2022, 1, 1), "", OFFICER, AT)
        assert wrong(bad) == ["reason", "until_on"]
        pairings.end(session, home, TODAY, "已稳定脱贫", OFFICER, AT)
        for act in (
            lambda: pairings.end(session, home, TODAY, "x", OFFICER, AT),
            lambda: pairings.end(session, home, TODAY, "x", STRANGER, AT),
            lambda: pairings.pair(session, home, Helper("李", "镇"), TODAY, STRANGER, AT),
        ):
            with pytest.raises(NotFound):
                act()


def told(**changes: Any) -> Told:
    """What was found at a household, changed in what a test is about."""
    given = {
        "as_of_on": date(2021, 10, 20), "income_per_head": Decimal("7345.50"),
        "met": frozenset(situations.GUARANTEES) - {"water"}, "difficulty": "illness",
    }  # fmt: skip
    return Told(**{**given, **changes})


def test_a_general_household_in_trouble_keeps_income_and_guarantees(village):
    with work(village) as session:
        [case] = make_households(session, BOOK)
        home = house(session, case)
        first = situations.record(session, home, told(), CLERK, AT)
        assert (first.income_per_head, first.lacks) == (Decimal("7345.50"), ["饮水安全有保障"])
        with pytest.raises(BadInput) as bad:
            situations.record(session, home, told(), CLERK, AT)
        assert wrong(bad) == ["reason"]
        second = situations.record(session, home, told(as_of_on=TODAY, met=frozenset(situations.GUARANTEES)), CLERK, AT)
        assert situations.history(session, home.id) == [second, first]
        changes = {"as_of_on": date(2021, 12, 1), "income_per_head": Decimal("1.005"), "note": "长" * 1001}
        with pytest.raises(BadInput) as bad:
            situations.record(session, home, told(difficulty="", met=frozenset({"x"}), **changes), CLERK, AT)
        assert wrong(bad) == ["as_of_on", "income_per_head", "difficulty", "met", "note"]
        with pytest.raises(BadInput):
            situations.record(session, home, told(), CLERK, AT)
        with pytest.raises(NotFound):
            situations.record(session, home, told(), STRANGER, AT)
        home.kind = "lifted_out"
        with pytest.raises(Refused):
            situations.record(session, home, told(), CLERK, AT)


def test_group_totals_add_up_and_contradictions_are_shown(village):
    with work(village) as session:
        make_households(session, BOOK, 3)
        make_households(session, BOOK, 2, village=OTHER_VILLAGE)
        session.execute(update(Member).where(Member.is_head).values(labour="full"))
        groups = [session.get_one(Region, VILLAGE + one) for one in ("01", "02")]
        figures.declare(session, groups[0], 2021, {"households": 1, "minimum_living": 2, "land": 30}, "", CLERK, AT)
        figures.declare(session, groups[1], 2021, {"households": 2, "persons": 6, "labour": 7}, "", CLERK, AT)
        figures.declare(session, session.get_one(Region, VILLAGE), 2021, {"households": 4, "land": 30}, "", CLERK, AT)
        found = totals.summary(session, TOWNSHIP, 2021, OFFICER)
        assert (found.area.households, found.area.persons, found.area.labour) == (5, 15, 5)
        assert [(one.code, one.households) for one in found.parts] == [(VILLAGE, 3), (OTHER_VILLAGE, 2)]
        assert found.area.states == {"candidate": 5}
        assert found.area.categories == {"none": 5}
        assert found.summed[VILLAGE] == {"households": 3, "persons": 6, "labour": 7, "minimum_living": 2, "land": 30}
        assert [one.message for one in found.contradictions] == [
            "和平村：申报总户数4，登记3",
            "和平村：申报总户数4，各小组合计3",
            "和平村第一村民小组：低保户数2大于总户数1",
            "和平村第二村民小组：劳动力人数7大于总人口6",
            "和平村第二村民小组：申报劳动力人数7，登记2",
        ]
        inside = totals.summary(session, VILLAGE, 2021, CLERK)
        assert "第一村民小组：低保户数2大于总户数1" in [one.message for one in inside.contradictions]
        assert [(one.code, one.households) for one in inside.parts] == [(VILLAGE + "01", 1), (VILLAGE + "02", 2)]
        assert totals.summary(session, VILLAGE, 2021, STRANGER).area.households == 0


def test_a_declared_figure_is_superseded_with_a_reason(village):
    with work(village) as session:
        group = session.get_one(Region, VILLAGE + "01")
        assert figures.declare(session, group, 2021, {"households": 40, "land": 300}, "", CLERK, AT) == 2
        assert figures.declare(session, group, 2021, {"households": 40}, "", CLERK, AT) == 0
        with pytest.raises(BadInput) as bad:
            figures.declare(session, group, 2021, {"households": 41}, "", CLERK, AT)
        assert wrong(bad) == ["reason"]
        assert figures.declare(session, group, 2021, {"households": 41}, "漏报一户", CLERK, AT) == 1
        assert figures.declared(session, VILLAGE, 2021) == {group.code: {"households": 41, "land": 300}}
        with pytest.raises(BadInput) as bad:
            figures.declare(session, session.get_one(Region, TOWNSHIP), 1999, {"cows": -1}, "", OFFICER, AT)
        assert wrong(bad) == ["cows", "cows", "", "year"]
        with pytest.raises(NotFound):
            figures.declare(session, group, 2021, {}, "", STRANGER, AT)
