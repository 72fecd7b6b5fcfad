"""Where rules get what stands outside the register's own rows: one loader each, for a whole lot at a time.

Whoever brings new facts (income lines, work records, help measures) adds a source here; its fields are then words of
the rules, and before that a rule that names them is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from engine.evidence import Evidence, Exhibit
from engine.hot import Hot, as_list, listed
from states.codes import Labels
from states.households import Household
from states.members import Member
from states.quality.details import YES_NO
from states.quality.earnings import INCOME
from states.quality.fields import Field, loaded
from states.quality.helping import HELP
from states.quality.snapshot import Lot
from states.quality.source import Source
from states.quality.working import STUDIES, WORK
from states.quality.yearly import HouseholdYear, MemberYear


def _visits(session: Session, lot: Lot) -> None:
    """What the latest visit to each household found."""
    by_case = {house.case_id: house for house in lot.houses.values()}
    for case_id, body, on in VISITS.rows(session, {"ids": as_list(session, sorted(by_case))}):
        happened_on = date.fromisoformat(str(on))
        if happened_on > lot.as_of:
            continue
        found, told = by_case[case_id].loaded, json.loads(body)
        found["visited_on"] = happened_on
        for name, key in (("visit_housing", "housing_safe"), ("visit_water", "water_safe")):
            if key in told:
                found[name] = "yes" if told[key] else "no"
        if "income_per_head" in told:
            found["income_per_head"] = Decimal(str(told["income_per_head"]))
            found["reckoned_on"] = happened_on
            if happened_on.year == lot.as_of.year:
                found["income_this_year"] = found["income_per_head"]


VISITS = Hot(
    lambda dialect: (
        select(Exhibit.case_id, Evidence.body, Exhibit.happened_on)
        .join(Evidence, Evidence.id == Exhibit.evidence_id)
        .where(Exhibit.case_id.in_(listed(dialect, "ids")), Exhibit.kind == "visit", Exhibit.superseded.is_(False))
        .order_by(Exhibit.happened_on, Exhibit.evidence_id)
    )
)


def _closed_years(session: Session, lot: Lot) -> None:
    """The last two closed years of each household, and the last of each member."""
    last = lot.as_of.year - 1
    ids = as_list(session, sorted(lot.houses))
    for household, year, facts in HOUSEHOLD_YEARS.rows(session, {"ids": ids, "since": last - 1, "until": last}):
        told = json.loads(facts)
        if "income_per_head" in told:
            name = "last_income" if year == last else "income_before"
            lot.houses[household].loaded[name] = Decimal(told["income_per_head"])
    people = {person.id: person for person in lot.people if person.school}
    for member, facts in MEMBER_YEARS.rows(session, {"ids": as_list(session, sorted(people)), "year_": last}):
        if school := json.loads(facts).get("school"):
            people[member].learn("last_school", school)


def _household_years(dialect: str) -> Any:
    columns = (HouseholdYear.household_id, HouseholdYear.year, HouseholdYear.facts)
    year = HouseholdYear.year.between(*_bounds("since", "until"))
    return select(*columns).where(HouseholdYear.household_id.in_(listed(dialect, "ids")), year)


def _bounds(*names: str) -> tuple[Any, ...]:
    return tuple(bindparam(name, type_=Integer) for name in names)


HOUSEHOLD_YEARS = Hot(_household_years)
MEMBER_YEARS = Hot(
    lambda dialect: select(MemberYear.member_id, MemberYear.facts).where(
        MemberYear.member_id.in_(listed(dialect, "ids")), MemberYear.year == _bounds("year_")[0]
    )
)
SELF, TWIN = aliased(Member), aliased(Member)


def _elsewhere(session: Session, lot: Lot) -> None:
    """Who or whose telephone is also on record in another household."""
    ids = {"ids": as_list(session, sorted(lot.houses))}
    people = {person.id: person for person in lot.people}
    for statement, name in ((TWINS, "twin"), (PHONES, "phone_twin")):
        for member, number in statement.rows(session, ids):
            people[member].learn(name, number)
    for household, name, number in MOVED.rows(session, ids):
        lot.houses[household].loaded |= {"moved_on": name, "moved_to": number}


def _twins(dialect: str, column: str) -> Any:
    mine, theirs = getattr(SELF, column), getattr(TWIN, column)
    return (
        select(SELF.id, func.min(Household.number))
        .join(TWIN, (theirs == mine) & (TWIN.household_id != SELF.household_id) & TWIN.left_on.is_(None))
        .join(Household, Household.id == TWIN.household_id)
        .where(SELF.household_id.in_(listed(dialect, "ids")), SELF.left_on.is_(None), mine != "", theirs != "")
        .group_by(SELF.id)
    )


def _moved(dialect: str) -> Any:
    gone = SELF.left_on.is_not(None) & (SELF.left_reason != "died")
    return (
        select(SELF.household_id, func.min(SELF.name), func.min(Household.number))
        .join(TWIN, (TWIN.person == SELF.person) & (TWIN.household_id != SELF.household_id) & TWIN.left_on.is_(None))
        .join(Household, Household.id == TWIN.household_id)
        .where(SELF.household_id.in_(listed(dialect, "ids")), gone, SELF.person != "", TWIN.person != "")
        .group_by(SELF.household_id)
    )


TWINS = Hot(lambda dialect: _twins(dialect, "id_no"))
PHONES = Hot(lambda dialect: _twins(dialect, "phone"))
MOVED = Hot(_moved)

SOURCES: tuple[Source, ...] = (
    Source(
        (
            loaded("visited_on", "household", "最近一次入户", "day"),
            loaded("visit_housing", "household", "入户核查住房安全", "code", YES_NO),
            loaded("visit_water", "household", "入户核查饮水安全", "code", YES_NO),
            loaded("income_per_head", "household", "人均纯收入", "number"),
            loaded("income_this_year", "household", "今年的人均纯收入", "number"),
            loaded("reckoned_on", "household", "最近一次核算收入", "day"),
        ),
        _visits,
    ),
    Source(
        (
            loaded("last_income", "household", "去年的人均纯收入", "number"),
            loaded("income_before", "household", "前年的人均纯收入", "number"),
            loaded("last_school", "member", "去年的在校生状况", "code", Labels("school")),
        ),
        _closed_years,
    ),
    Source(
        (
            loaded("twin", "member", "同一号码所在的户", "text"),
            loaded("phone_twin", "member", "同一电话所在的户", "text"),
            loaded("moved_on", "household", "减少后又出现的人", "text"),
            loaded("moved_to", "household", "减少的人所在的户", "text"),
        ),
        _elsewhere,
    ),
    WORK,
    STUDIES,
    HELP,
    INCOME,
)
"""In the order in which they fill: a statement of income stands above a visit and above the sheet of work."""


def fields_of() -> Iterable[Field]:
    """Every field that a source fills."""
    return [field for source in SOURCES for field in source.fields]


def fill(session: Session, lot: Lot) -> None:
    """Let every source fill in what it knows of a lot."""
    session.flush()  # the statements run on the driver, past the session
    for source in SOURCES:
        source.fill(session, lot)
