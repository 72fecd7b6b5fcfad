"""The paper ledger of key facts: what the last visit found of each household of a village, and who signed (TZ25)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.errors import NotFound
from states.changes.visits import Seen, visits_of
from states.households import Household
from states.members import Member

FACTS = ("in_school", "insured", "housing_safe", "water_safe", "income_per_head")
SIGNERS = ("household", "collector")
VILLAGE = 12


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """A household of the ledger with the last visit that told of any key fact; None when none did."""

    case_id: int
    number: str
    head_name: str
    group_code: str
    members: int
    visit: Seen | None

    @property
    def missing(self) -> tuple[str, ...]:
        """The signatures that are not there."""
        return tuple(one for one in SIGNERS if self.visit is None or one not in self.visit.signers)


def of_village(session: Session, by: Actor, village: str) -> list[KeyFacts]:
    """The households of a village by group and number; `NotFound` outside the actor's area."""
    if len(village) < VILLAGE or not (by.covers(village) or by.area.startswith(village)):
        raise NotFound("region", village)
    query = (
        select(Household.case_id, Household.number, Household.head_name, Household.group_code, func.count(Member.id))
        .outerjoin(Member, (Member.household_id == Household.id) & Member.left_on.is_(None))
        .where(within(Household.group_code, village), within(Household.group_code, by.area))
        .group_by(Household.id)
        .order_by(Household.group_code, Household.number)
    )
    rows = session.execute(query).all()
    visits = visits_of(session, [row[0] for row in rows])
    return [KeyFacts(*row, next(filter(tells, visits.get(row[0], ())), None)) for row in rows]


def tells(seen: Seen) -> bool:
    """Whether a visit tells of any key fact."""
    return any(seen.said.get(name) is not None for name in FACTS)
