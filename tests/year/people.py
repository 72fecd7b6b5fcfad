"""The people of the county: most do the day's work, some are late, ill, mistaken or replaced, each by the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from sqlalchemy import Engine

from engine.actors import SYSTEM, Actor
from engine.db import work
from states import users
from states.passwords import Secret
from tests.year.county import at

LATE, ILL, REPLACED, MISTAKEN = 0.15, 0.25, 0.12, 0.35
SOME_DAYS = 8
"""Who is late sits down at the desk on one day in so many."""
WEEKS = timedelta(days=13)
STAND_IN_AFTER = timedelta(days=4)
"""An ill person's work lies so long before half of the offices send somebody."""


@dataclass
class Person:
    """Somebody with a post; `away` is the illness, `leaves_on` the last day before the successor comes."""

    actor: Actor
    late: int = 0
    away: tuple[date, date] | None = None
    stood_in: bool = False
    leaves_on: date | None = None
    slips: float = 0.0
    slipped: set[tuple[int, str]] = field(default_factory=set)
    turn: int = 0
    monthly: set[tuple[str, str]] = field(default_factory=set)
    """What of the month's work was done, by kind and month."""

    def is_in(self, day: date) -> bool:
        """Whether the person is in the office that day."""
        return not (self.away and self.away[0] <= day <= self.away[1])

    def sits_down(self) -> bool:
        """Whether today's work is done today: who is late leaves it for some days."""
        self.turn += 1
        return not self.late or self.turn % SOME_DAYS == self.late % SOME_DAYS

    def slips_once(self, random: Random, case_id: int, what: str) -> bool:
        """Whether something goes wrong this time; the same thing does not go wrong twice."""
        if (case_id, what) in self.slipped or random.random() >= self.slips:
            return False
        self.slipped.add((case_id, what))
        return True


@dataclass
class Staff:
    """Who sits at which desk today."""

    people: list[Person]
    db: Engine
    secret: Secret
    changed: dict[str, int] = field(default_factory=lambda: {"replaced": 0, "ill": 0, "stand-ins": 0})
    former: list[Actor] = field(default_factory=list)

    def working(self, day: date) -> Iterator[Person]:
        """Who is in the office, villages first, as work goes up."""
        order = ("department", "grid", "village", "township", "township_leader", "county")
        here = [one for one in self.people if one.actor.role in order and one.is_in(day)]
        return iter(sorted(here, key=lambda one: (order.index(one.actor.role), one.actor.area, one.actor.id)))

    def of(self, role: str, area: str) -> Actor:
        """Who holds the post for a place today."""
        return next(one.actor for one in self.people if one.actor.role == role and one.actor.covers(area))

    def morning(self, day: date) -> None:
        """Successors take over, and somebody stands in for half of those who stay ill."""
        for one in list(self.people):
            if one.leaves_on == day:
                self._replace(one, day)
            if one.away and one.away[0] == day:
                self.changed["ill"] += 1
            if one.away and one.stood_in and one.away[0] + STAND_IN_AFTER == day:
                self._stand_in(one, day)
            if one.actor.id.endswith("-in") and one.leaves_on and one.leaves_on < day:
                self._close(one, day)

    def _replace(self, one: Person, day: date) -> None:
        with work(self.db) as session:
            user = users.named(session, one.actor.id)
            assert user is not None
            users.deactivate(session, user, ADMIN, at(day, 8))
        self.former.append(one.actor)
        one.actor = self._open(replace(one.actor, id=f"{one.actor.id}-b", name=one.actor.name[0] + "新民"), day)
        one.late, one.leaves_on = 0, None
        self.changed["replaced"] += 1

    def _stand_in(self, one: Person, day: date) -> None:
        assert one.away
        actor = self._open(replace(one.actor, id=f"{one.actor.id}-in", name=one.actor.name[0] + "代岗"), day)
        self.people.append(Person(actor, leaves_on=one.away[1], monthly=one.monthly))
        self.changed["stand-ins"] += 1

    def _close(self, one: Person, day: date) -> None:
        with work(self.db) as session:
            user = users.named(session, one.actor.id)
            assert user is not None
            users.deactivate(session, user, ADMIN, at(day, 8))
        self.people.remove(one)
        self.former.append(one.actor)

    def _open(self, actor: Actor, day: date) -> Actor:
        told = users.Account(actor.id, actor.name, actor.role, actor.area, actor.department)
        with work(self.db) as session:
            users.add(session, told, self.secret, SYSTEM, at(day, 8))
        return actor


ADMIN = Actor("admin", "管理员", "admin")


def hired(actors: Sequence[Actor], db: Engine, secret: Secret, random: Random, year: int) -> Staff:
    """The staff with what the year has in store for each; one of each sort at the least."""
    people = [Person(one) for one in actors]
    field_workers = [one for one in people if one.actor.role in ("village", "township", "department", "grid")]
    for n, one in enumerate(field_workers):
        drawn = [random.random() for _ in range(4)]
        one.late = n + 1 if drawn[0] < LATE or n in (0, len(field_workers) - 1) else 0
        if drawn[1] < ILL or n == 1:
            begins = date(year, random.randint(2, 11), random.randint(1, 28))
            one.away, one.stood_in = (begins, begins + WEEKS), random.random() < 0.5 or n == 1
        elif drawn[2] < REPLACED or n == 2:
            one.leaves_on = date(year, random.randint(3, 10), random.randint(1, 28))
        one.slips = 0.5 if n == 2 else 0.06 if drawn[3] < MISTAKEN else 0.0
    return Staff(people, db, secret)
