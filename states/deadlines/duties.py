"""What every post of an area owes between two days: the duties of the plans in force, one for each period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.workdays import Calendar
from states.deadlines.beginning import begun_on
from states.deadlines.calendars import Calendars
from states.deadlines.handed_in import HandedIn
from states.deadlines.periods import Stretch, before, due_on, opens_on, stretch_of, stretches
from states.deadlines.plans import Plans
from states.packs.duties import LEVEL
from states.packs.duty import Duty
from states.packs.schema import PackFile
from states.regions import LEVELS, Region

LONGEST = {"month": timedelta(days=92), "quarter": timedelta(days=184), "year": timedelta(days=427)}
"""So long before its last day a period may have begun: the period itself, and the working days after it."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty of one post for one period."""

    duty: Duty
    area: str
    department: str
    period: Stretch
    opened_on: date
    due_on: date
    provisional: bool = False

    @property
    def ref(self) -> str:
        """Its name for ever."""
        return "/".join((self.duty.name, self.period.name, self.area, self.department)).rstrip("/")

    @property
    def owing(self) -> tuple[str, str, str]:
        """Who owes it for which period: the place, the department and the period's name."""
        return self.area, self.department, self.period.name


def owed(session: Session, area: str, since: date, until: date, only: str = "") -> list[Owed]:
    """What is due between two days inside an area, by day; perhaps of one duty only. Few statements.

    What was due before the installation began is owed to nobody.
    """
    since = max(since, begun_on(session))
    plans, calendars = Plans(session), Calendars(session)
    known = [duty for duty in plans.duties() if not only or duty.name == only]
    if not known:
        return []
    places = _places(session, area, {LEVEL[duty.by] for duty in known})
    found: list[Owed] = []
    for every, length in dict.fromkeys((duty.every, LEVEL[duty.by]) for duty in known):
        for period in stretches(every, since - LONGEST[every], until):
            asked = _Asked(every, length, period, since, until, only)
            for place in places.get(length, ()):
                if plan := plans.at(place.code, period.first_on):
                    found += asked.of(place, plan, calendars.at(place.code))
    return sorted(found, key=lambda one: (one.due_on, one.ref))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What places of one level owe in one period; reckoned once for all that share plan and calendar."""

    every: str
    length: int
    period: Stretch
    since: date
    until: date
    only: str
    _known: dict[tuple[int, int], list[tuple[Duty, date, bool]]] = field(default_factory=dict)

    def of(self, place: _Place, plan: PackFile, calendar: Calendar) -> Iterator[Owed]:
        """The duties of one place."""
        same = id(plan), id(calendar)
        if same not in self._known:
            self._known[same] = list(self._reckoned(plan, calendar))
        for duty, last_on, provisional in self._known[same]:
            if place.is_there(last_on):
                opened = opens_on(duty.when, self.period)
                for department in duty.departments or ("",):
                    yield Owed(duty, place.code, department, self.period, opened, last_on, provisional)

    def _reckoned(self, plan: PackFile, calendar: Calendar) -> Iterator[tuple[Duty, date, bool]]:
        for duty in plan.duty:
            if duty.every == self.every and LEVEL[duty.by] == self.length and self.only in ("", duty.name):
                last_on, provisional = due_on(duty.when, self.period, calendar)
                if self.since <= last_on <= self.until:
                    yield duty, last_on, provisional


class _Place(NamedTuple):
    code: str
    valid_from: date | None
    abolished_on: date | None

    def is_there(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.abolished_on is None or self.abolished_on > day)


def _places(session: Session, area: str, lengths: set[int]) -> dict[int, list[_Place]]:
    """The places inside an area by the length of their codes."""
    levels = [LEVELS[length] for length in lengths]
    query = select(Region.code, Region.valid_from, Region.abolished_on).where(Region.level.in_(levels))
    found: dict[int, list[_Place]] = {}
    for row in session.execute(query.where(within(Region.code, area)).order_by(Region.code)):
        found.setdefault(len(row.code), []).append(_Place(*row))
    return found


def days_handed_in(duty: Duty, found: Sequence[HandedIn]) -> Mapping[tuple[str, str, str], date]:
    """The first day on which each place and department handed a duty in, by the period in which it was owed.

    What tells of days counts for the period in which the last of them lies; for a duty of the first working days of
    a period, for the period after that one.
    """
    first: dict[tuple[str, str, str], date] = {}
    for one in found:
        key = one.area, one.department, _period(duty, one.period)
        first[key] = min(one.on, first.get(key, one.on))
    return first


def _period(duty: Duty, told: str) -> str:
    if told.count("-") < 2:
        return told
    told_of = stretch_of(date.fromisoformat(told), duty.every)
    if not duty.when.opens_the_period:
        return told_of.name
    return stretch_of(told_of.last_on + timedelta(days=1), duty.every).name


def covered(one: Owed) -> Stretch:
    """The period that what is handed in tells of: for the first working days of a period, the one before."""
    return before(one.period, one.duty.every) if one.duty.when.opens_the_period else one.period
