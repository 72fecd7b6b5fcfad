"""The people whom a visit meets, and what the register does not yet know of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from states.changes.fields import fields
from states.households import Household
from states.members import Member
from states.visits import details

ASKED = ("id_no", "sex", "birth_on", "ethnicity", "health", "labour")
SCHOOLING = ("education", "school")
"""One of these is enough: who is at school has no education yet."""


@dataclass(frozen=True, slots=True)
class Person:
    """A present member; `missing` are labels of empty facts, `details` those of the forms' further ones."""

    member: Member
    missing: tuple[str, ...]
    details: tuple[str, ...] = ()

    @property
    def empty(self) -> tuple[str, ...]:
        """Everything that is to be asked."""
        return self.missing + self.details


def people_of(session: Session, household_ids: Sequence[int]) -> dict[int, list[Member]]:
    """Everybody who ever belonged to each household, the head first; one statement."""
    found: dict[int, list[Member]] = {number: [] for number in household_ids}
    query = select(Member).where(Member.household_id.in_(household_ids))
    for member in session.scalars(query.order_by(Member.is_head.desc(), Member.id)):
        found[member.household_id].append(member)
    return found


def present(home: Household, members: Sequence[Member], today: date) -> tuple[Person, ...]:
    """Those who live there now, with what is missing of each."""
    here = [one for one in members if one.is_here]
    return tuple(Person(one, tuple(_missing(one)), details.of_member(home, one, today)) for one in here)


def _missing(member: Member) -> Iterator[str]:
    known = fields("member")
    yield from (known[name].label for name in ASKED if not getattr(member, name))
    if not any(getattr(member, name) for name in SCHOOLING):
        yield known[SCHOOLING[0]].label
