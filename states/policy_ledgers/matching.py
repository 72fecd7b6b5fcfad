"""Whom the lines of a ledger mean: by identity number, or by name in a village; what fits nobody or several is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.words import N_
from states.identity import read
from states.members import Member
from states.policy_ledgers.drafts import Draft

AT_ONCE = 500
WHY = {
    "nobody": N_("登记里没有这个人"),
    "several": N_("同名的不止一人"),
    "other-name": N_("证件号码登记的是另一个人"),
}
"""Why a line has no household."""


@dataclass(frozen=True, slots=True)
class Match:
    """The household that a line means and where it lies; without one, why, and the village as far as it is known."""

    household_id: int | None
    area: str
    why: str = ""


def match(session: Session, area: str, drafts: Sequence[Draft]) -> list[Match]:
    """Whom each line means among the present members of the area, in the order of the lines."""
    people = _by_person(session, area, drafts)
    names = _by_name(session, area, [one for one in drafts if not one.id_no])
    return [_of_one(one, area, people, names) for one in drafts]


def _of_one(
    one: Draft, area: str, people: dict[str, Member], names: dict[tuple[str, str], list[Member]]
) -> Match:  # fmt: skip
    where = one.village or area
    if one.id_no:
        found = people.get(_person(one))
        if found is None:
            return Match(None, where, "nobody")
        return _at(found) if found.name == one.name else Match(None, found.village, "other-name")
    some = names.get((one.village, one.name), [])
    homes = {member.household_id for member in some}
    return _at(some[0]) if len(homes) == 1 else Match(None, where, "several" if homes else "nobody")


def _at(member: Member) -> Match:
    return Match(member.household_id, member.group_code)


def _person(one: Draft) -> str:
    found = read(one.id_no)
    return found.person or found.number


def _by_person(session: Session, area: str, drafts: Sequence[Draft]) -> dict[str, Member]:
    found: dict[str, Member] = {}
    for some in _parts(sorted({_person(one) for one in drafts if one.id_no})):
        for key in (Member.person, Member.id_no):
            query = select(Member).where(key.in_(some), Member.left_on.is_(None), within(Member.group_code, area))
            found |= {getattr(one, key.key): one for one in session.scalars(query)}
    return found


def _by_name(session: Session, area: str, drafts: Sequence[Draft]) -> dict[tuple[str, str], list[Member]]:
    found: dict[tuple[str, str], list[Member]] = defaultdict(list)
    villages = {one.village for one in drafts}
    for some in _parts(sorted({one.name for one in drafts})):
        query = select(Member).where(Member.name.in_(some), Member.left_on.is_(None), within(Member.group_code, area))
        for one in session.scalars(query.where(Member.village.in_(villages))):
            found[one.village, one.name].append(one)
    return found


def _parts(wanted: Iterable[str]) -> Iterator[list[str]]:
    some = list(wanted)
    yield from (some[start : start + AT_ONCE] for start in range(0, len(some), AT_ONCE))
