"""What guards may know of a household besides its case: who lives there, its notices, its objections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from engine.cases import Case
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
    notices: tuple[NoticeFact, ...] = ()
    open_objections: int = 0
    upheld_objections: int = 0


def households_of(session: Session, case_ids: Sequence[int], _today: date) -> dict[int, HouseholdFacts]:
    """The household of each case with what guards read of it; three statements for any number."""
    ids = list(case_ids)
    able = func.coalesce(func.sum(case((Member.labour.in_(ABLE), 1), else_=0)), 0)
    query = (
        select(
            Household.case_id,
            Household.id,
            Household.kind,
            Household.category,
            func.count(Member.id),
            able,
            Case.run_id,
        )
        .join(Case, Case.id == Household.case_id)
        .outerjoin(Member, (Member.household_id == Household.id) & Member.left_on.is_(None))
        .where(Household.case_id.in_(ids))
        .group_by(Household.case_id, Household.id, Household.kind, Household.category, Case.run_id)
    )
    rows = session.execute(query).all()
    notices = notice_facts(session, [row[6] for row in rows if row[6] is not None])
    objections = open_counts(session, ids)
    return {
        row[0]: HouseholdFacts(
            row[1], row[2], row[3], row[4], row[5], notices.get(row[6], ()), *objections.get(row[0], (0, 0))
        )
        for row in rows
    }
