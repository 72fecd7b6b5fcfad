"""What guards may know of a household besides its case: who lives there, its notices, its objections, its help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine.cases import Case
from engine.hot import Hot, as_list, listed
from states.help.facts import NO_HELP, HelpFacts, help_facts
from states.households import Household
from states.members import Member
from states.notice_facts import NoticeFact, notice_facts
from states.objections import open_counts

ABLE = ("full", "skilled", "weak")


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """A household as guards see it today; equal ones are one class."""

    household_id: int
    kind: str
    category: str
    members: int
    able: int
    untold: int = 0
    """Members whose ability to work nobody has recorded yet."""
    notices: tuple[NoticeFact, ...] = ()
    open_objections: int = 0
    upheld_objections: int = 0
    help: HelpFacts = NO_HELP
    identified_on: date | None = None
    """The day of the last identification; it stays when the household leaves."""


def _query(dialect: str) -> Any:
    able = func.count().filter(or_(*(Member.labour == code for code in ABLE)))
    untold = func.count(Member.id).filter(Member.labour == "")
    columns = (Household.case_id, Household.id, Household.kind, Household.category, Household.identified_on)
    return (
        select(*columns, func.count(Member.id), able, untold, Case.run_id)
        .join(Case, Case.id == Household.case_id)
        .outerjoin(Member, (Member.household_id == Household.id) & Member.left_on.is_(None))
        .where(Household.case_id.in_(listed(dialect, "ids")))
        .group_by(*columns, Case.run_id)
    )


HOUSEHOLDS = Hot(_query)


@cache
def _day(told: date | str | None) -> date | None:
    """A day as the driver tells it: SQLite keeps days as text."""
    return date.fromisoformat(told) if isinstance(told, str) else told


def households_of(session: Session, case_ids: Sequence[int], _today: date) -> dict[int, HouseholdFacts]:
    """The household of each case with what guards read of it; five statements for any number."""
    session.flush()  # the statements run on the driver, past the session
    rows = HOUSEHOLDS.rows(session, {"ids": as_list(session, case_ids)})
    notices = notice_facts(session, [row[8] for row in rows if row[8] is not None])
    objections, helped = open_counts(session, case_ids), help_facts(session, case_ids)
    found = {}
    for case_id, household, kind, category, identified, members, able, untold, run in rows:
        waiting, upheld = objections.get(case_id, (0, 0))
        hung = notices.get(run, ())
        told = helped.get(case_id, NO_HELP)
        on = _day(identified)
        found[case_id] = HouseholdFacts(
            household, kind, category, members, able, untold, hung, waiting, upheld, told, on
        )
    return found
