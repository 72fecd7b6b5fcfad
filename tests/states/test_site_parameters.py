"""Parameters that a place sets: by area and year, recorded, and in force from the next round on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from engine.actors import Actor
from engine.db import reading, work
from engine.errors import BadInput, NotFound
from states.quality import site_parameters
from states.quality.findings import Finding
from states.quality.rounds import run
from states.quality.rulebook import shipped
from tests.states.register import AT
from tests.states.test_quality_rounds import BOOK, VILLAGE, filled, household, person

COUNTY = Actor("c1", "周志强", "county", "533401")
CITY = Actor("p1", "孙丽", "city", "5334")
PAPER = "县防返贫办〔2021〕7号"


def put(db: Engine, name: str, value: str, year: int = 2021, area: str = "533401", by: Actor = COUNTY) -> None:
    with work(db) as session:
        site_parameters.put(session, shipped(), area, name, year, value, PAPER, by=by, at=AT)


def held(db: Engine, name: str, year: int, area: str = "533401") -> object:
    with reading(db) as session:
        return site_parameters.values_at(shipped(), site_parameters.here(session, area), area, year)[name]


def found(db: Engine, rule: str) -> bool:
    with reading(db) as session:
        return session.scalar(select(Finding.id).where(Finding.rule == rule, Finding.gone_on.is_(None))) is not None


def look(db: Engine, days: int = 0) -> None:
    run(lambda: work(db), BOOK, VILLAGE, by=COUNTY, at=AT + timedelta(days=days))


def test_the_next_round_goes_by_what_the_county_set(db: Engine) -> None:
    filled(db, household(1, person(1, relation="head", school="", education="primary")))
    look(db)
    assert not found(db, "5_12_019")  # born 1980: 41 years old

    put(db, "youth_to", "45")
    look(db, 1)

    assert found(db, "5_12_019")
    put(db, "youth_to", "40")
    look(db, 2)
    assert not found(db, "5_12_019")


def test_of_two_years_the_later_holds_and_of_two_areas_the_narrower(db: Engine) -> None:
    filled(db, household(1))
    put(db, "most_distance", "8", area="5334", by=CITY)
    put(db, "most_distance", "6.5")
    put(db, "most_distance", "9", 2022, area="5334", by=CITY)

    assert [str(held(db, "most_distance", year)) for year in (2020, 2021, 2022)] == ["5", "6.5", "9"]
    assert str(held(db, "most_distance", 2021, "533402")) == "8"


def test_a_day_is_of_its_year_or_of_every_year(db: Engine) -> None:
    filled(db, household(1))
    put(db, "premium_cutoff", "03-31")
    put(db, "premium_cutoff", "2022-01-31", 2022)

    assert [str(held(db, "premium_cutoff", year)) for year in (2020, 2021, 2022)] == [
        "2020-02-28", "2021-03-31", "2022-01-31"
    ]  # fmt: skip


def test_each_setting_stays_on_record_with_who_and_when(db: Engine) -> None:
    filled(db, household(1))
    put(db, "youth_to", "45")
    put(db, "youth_to", "44")

    with reading(db) as session:
        told = [(one.value, one.set_by_name, one.set_at, one.basis) for one in site_parameters.history(session, COUNTY)]
        below = site_parameters.history(session, Actor("v1", "和秀兰", "village", VILLAGE))
        elsewhere = site_parameters.history(session, Actor("c2", "赵云", "county", "533402"))
    assert told == [("44", "周志强", AT, PAPER), ("45", "周志强", AT, PAPER)]
    assert (len(below), len(elsewhere)) == (2, 0)


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"name": "shoes"}, "name"),
        ({"value": "很多"}, "value"),
        ({"value": "-1"}, "value"),
        ({"value": "2021-01-01"}, "value"),
        ({"name": "premium_cutoff", "value": "30"}, "value"),
        ({"name": "premium_cutoff", "value": "02-30"}, "value"),
        ({"name": "premium_cutoff", "value": "02-29"}, "value"),
        ({"year": 2023}, "year"),
        ({"basis": "县"}, "basis"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(sqlite_db: Engine, changed: dict[str, object], where: str) -> None:
    filled(sqlite_db, household(1))
    told: dict[str, object] = {"area": "533401", "name": "youth_to", "year": 2021, "value": "45", "basis": PAPER}

    with work(sqlite_db) as session, pytest.raises(BadInput) as refused:
        site_parameters.put(session, shipped(), **told | changed, by=COUNTY, at=AT)  # type: ignore[arg-type]

    assert [problem.where for problem in refused.value.problems] == [where]


def test_another_county_is_not_found_and_a_township_is_too_small(sqlite_db: Engine) -> None:
    filled(sqlite_db, household(1))
    with pytest.raises(NotFound):
        put(sqlite_db, "youth_to", "45", area="533402")
    with pytest.raises(BadInput) as refused:
        put(sqlite_db, "youth_to", "45", area="533401102")
    assert [problem.where for problem in refused.value.problems] == ["area"]
