"""Status figures of a day: how many households and people there were at its end, by state and category (TZ23)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.errors import NotFound
from states.history.standing import A_LOT, Stood, households_on, members_on
from states.households import Household
from states.members import of_households_on
from states.places.totals import LABOUR, Total
from states.regions import LEVELS

UNKNOWN = ""
"""Under this code stand those of whom nobody knows the category."""


@dataclass(slots=True)
class Status(Total):
    """The figures of one place; `later` households came into the register after the day and are in no other figure."""

    labour_unknown: int = 0
    later: int = 0

    def add(self, other: Total) -> None:
        """Add a part to the whole."""
        Total.add(self, other)
        if isinstance(other, Status):
            self.labour_unknown += other.labour_unknown
            self.later += other.later


def status_on(session: Session, area: str, day: date, by: Actor) -> tuple[Status, list[Status]]:
    """The figures of an area at the end of a day, and of its parts one level below, by the places of today.

    Six statements for each thousand households. Raises `NotFound` outside the actor's area.
    """
    if not by.covers(area):
        raise NotFound("region", area)
    length = next((one for one in LEVELS if one > len(area)), max(LEVELS))
    parts: dict[str, Status] = {}
    for homes in _lots(session, area):
        stood = households_on(session, homes, day)
        people = of_households_on(session, [one.id for one in homes], day)
        persons = members_on(session, people, day)
        here: dict[int, list[Stood]] = {}
        for one in people:
            here.setdefault(one.household_id, []).append(persons[one.id])
        for home in homes:
            part = parts.setdefault(home.group_code[:length], Status(home.group_code[:length]))
            _count(part, stood[home.id], here.get(home.id, ()))
        session.expunge_all()
    whole = Status(area)
    for part in parts.values():
        whole.add(part)
    return whole, [parts[code] for code in sorted(parts)]


def _count(part: Status, home: Stood, people: Sequence[Stood]) -> None:
    if not home.known:
        part.later += 1
        return
    part.households += 1
    part.states[home.of("state") or UNKNOWN] += 1
    part.categories[home.of("category") or UNKNOWN] += 1
    part.persons += len(people)
    labour = [one.of("labour") for one in people]
    part.labour += sum(one in LABOUR for one in labour)
    part.labour_unknown += labour.count(None)


def _lots(session: Session, area: str) -> Iterator[Sequence[Household]]:
    query, after = select(Household).where(within(Household.group_code, area)).order_by(Household.id), 0
    while homes := session.scalars(query.where(Household.id > after).limit(A_LOT)).all():
        after = homes[-1].id
        yield homes
