"""The part of the register that changes speak of, read once for many of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from states.changes.change import Change
from states.households import Household
from states.members import Member


@dataclass(frozen=True, slots=True)
class Register:
    """Households, members, who lives in each household, and where each asked-for person is now."""

    households: dict[int, Household]
    members: dict[int, Member]
    here: dict[int, list[Member]]
    persons: dict[str, Member]

    def row(self, subject: str, number: int) -> Household | Member | None:
        """The row that a change is about."""
        return self.households.get(number) if subject == "household" else self.members.get(number)

    def head(self, household_id: int) -> Member | None:
        """The present head."""
        return next((one for one in self.here.get(household_id, ()) if one.is_head), None)


def read(session: Session, changes: Sequence[Change]) -> Register:
    """What these changes speak of; three statements for any number."""
    households = {one.household_id for one in changes}
    households |= {one.other_household_id for one in changes if one.other_household_id}
    return look(session, households, {one.member_id for one in changes if one.member_id}, {c.person for c in changes})


def look(session: Session, households: Iterable[int], members: Iterable[int], persons: Iterable[str] = ()) -> Register:
    """The register around these households, members and persons; members bring their households with them."""
    named = _by_id(session.scalars(select(Member).where(Member.id.in_(set(members)))))
    homes = set(households) | {one.household_id for one in named.values()}
    found = _by_id(session.scalars(select(Household).where(Household.id.in_(homes))))
    here: dict[int, list[Member]] = {number: [] for number in found}
    present = select(Member).where(Member.household_id.in_(homes), Member.left_on.is_(None))
    for member in session.scalars(present.order_by(Member.is_head.desc(), Member.id)):
        here[member.household_id].append(member)
        named[member.id] = member
    wanted = set(persons) - {""}
    somewhere = select(Member).where(Member.person.in_(wanted), Member.left_on.is_(None))
    return Register(found, named, here, {one.person: one for one in session.scalars(somewhere)} if wanted else {})


def _by_id(rows: Iterable[Any]) -> dict[int, Any]:
    return {row.id: row for row in rows}
