"""What an area's register holds by village, in numbers: households, persons, monitored ones, those with income."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import false, func, select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.cases import Case
from engine.errors import NotFound
from states.households import Household
from states.income.lines import IncomeLine
from states.income.opening import in_force_here
from states.income.statements import IncomeStatement
from states.lifecycle import MONITORED, RE_FLAGGED
from states.members import Member, there_on
from states.regions import names


@dataclass(frozen=True, slots=True)
class Counted:
    """One village in numbers; `income` are the households whose income of the year was written down."""

    area: str
    name: str
    households: int
    persons: int
    monitored: int
    income: int

    def values(self) -> dict[str, Any]:
        """The same as a paper's line."""
        told = {"village": self.name, "households": self.households, "persons": self.persons}
        return told | {"monitored": self.monitored, "income": self.income}


def by_village(session: Session, area: str, day: date) -> list[Counted]:
    """The villages of an area that have households, by code; five statements for any number."""
    here = within(Household.group_code, area)
    own = (
        select(Household.village, func.count(), func.count().filter(Case.state.in_((MONITORED, RE_FLAGGED))))
        .join(Case, Case.id == Household.case_id)
        .where(here)
        .group_by(Household.village)
    )
    people = select(Member.village, func.count()).where(within(Member.group_code, area), there_on(None))
    persons = dict(session.execute(people.group_by(Member.village)).all())
    income = _income(session, area, day)
    rows = session.execute(own.order_by(Household.village)).all()
    called = names(session, [row[0] for row in rows])
    return [
        Counted(row[0], called.get(row[0], row[0]), row[1], persons.get(row[0], 0), row[2], income.get(row[0], 0))
        for row in rows
    ]


def _income(session: Session, area: str, day: date) -> dict[str, int]:
    try:
        year = in_force_here(session, area, day).year
    except NotFound:
        return {}
    written = select(IncomeLine.id).where(
        IncomeLine.statement_id == IncomeStatement.id, IncomeLine.superseded == false()
    )
    query = (
        select(Household.village, func.count())
        .join(IncomeStatement, IncomeStatement.household_id == Household.id)
        .where(within(Household.group_code, area), IncomeStatement.year == year, written.exists())
        .group_by(Household.village)
    )
    return dict(session.execute(query).all())
