"""What rules know of the years that were closed: incomes, and how long a pupil has stood in the same grade (HT08)."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session

from engine.hot import Hot, as_list, listed
from states.codes import Labels
from states.quality.fields import loaded
from states.quality.snapshot import Lot, school_day
from states.quality.source import Source
from states.quality.yearly import HouseholdYear, MemberYear


def _closed_years(session: Session, lot: Lot) -> None:
    """The last two closed years of each household, and how long each pupil has stood in the same grade."""
    last = lot.as_of.year - 1
    ids = as_list(session, sorted(lot.houses))
    for household, year, facts in HOUSEHOLD_YEARS.rows(session, {"ids": ids, "since": last - 1, "until": last}):
        told = json.loads(facts)
        if "income_per_head" in told:
            name = "last_income" if year == last else "income_before"
            lot.houses[household].loaded[name] = Decimal(told["income_per_head"])
    _schooling(session, lot)


def _schooling(session: Session, lot: Lot) -> None:
    """The grade of the school year before this one: what a year is closed with is the grade of its autumn."""
    last = school_day(lot.as_of).year - 1
    people = {person.id: person for person in lot.people if person.school}
    bound = {"ids": as_list(session, sorted(people)), "since": last - SCHOOL_YEARS, "until": last}
    told: dict[int, dict[int, str]] = {}
    for member, year, facts in MEMBER_YEARS.rows(session, bound):
        if school := json.loads(facts).get("school"):
            told.setdefault(member, {})[year] = school
    for member, years in told.items():
        if last in years:
            people[member].learn("last_school", years[last])
        same = 0
        while years.get(last - same) == people[member].school:
            same += 1
        people[member].learn("same_school_years", same)


SCHOOL_YEARS = 12
"""So many closed years are looked back upon."""


def _household_years(dialect: str) -> Any:
    columns = (HouseholdYear.household_id, HouseholdYear.year, HouseholdYear.facts)
    year = HouseholdYear.year.between(*_bounds("since", "until"))
    return select(*columns).where(HouseholdYear.household_id.in_(listed(dialect, "ids")), year)


def _bounds(*names: str) -> tuple[Any, ...]:
    return tuple(bindparam(name, type_=Integer) for name in names)


HOUSEHOLD_YEARS = Hot(_household_years)
MEMBER_YEARS = Hot(
    lambda dialect: select(MemberYear.member_id, MemberYear.year, MemberYear.facts).where(
        MemberYear.member_id.in_(listed(dialect, "ids")), MemberYear.year.between(*_bounds("since", "until"))
    )
)
YEARS = Source(
    (
        loaded("last_income", "household", "去年的人均纯收入", "number"),
        loaded("income_before", "household", "前年的人均纯收入", "number"),
        loaded("last_school", "member", "上一学年的在校生状况", "code", Labels("school")),
        loaded("same_school_years", "member", "以前连续同一在校生状况的学年数", "number"),
    ),
    _closed_years,
)
