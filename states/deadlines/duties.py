"""What every post of an area owes between two days: the duties of the plans in force, one for each period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.areas import within
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
    """What is due between two days inside an area, by day; perhaps of one duty only. Few statements."""
    plans, calendars = Plans(session), Calendars(session)
    known = [duty for duty in plans.duties() if not only or duty.name == only]
    if not known:
        return []
    places = _places(session, area, {LEVEL[duty.by] for duty in known})
    found = [
        one
        for every, length in dict.fromkeys((duty.every, LEVEL[duty.by]) for duty in known)
        for period in stretches(every, since - LONGEST[every], until)
        for place in places.get(length, ())
        if (plan := plans.at(place.code, period.first_on))
        for one in _of_place(plan, place, period, every, calendars)
        if since <= one.due_on <= until and (not only or one.duty.name == only)
    ]
    return sorted(found, key=lambda one: (one.due_on, one.ref))


def _of_place(plan: PackFile, place: Region, period: Stretch, every: str, calendars: Calendars) -> Iterator[Owed]:
    for duty in plan.duty:
        if duty.every == every and LEVEL[duty.by] == len(place.code):
            last_on, provisional = due_on(duty.when, period, calendars.at(place.code))
            if _is_there(place, last_on):
                opened = opens_on(duty.when, period)
                for department in duty.departments or ("",):
                    yield Owed(duty, place.code, department, period, opened, last_on, provisional)


def _places(session: Session, area: str, lengths: set[int]) -> dict[int, list[Region]]:
    """The places inside an area by the length of their codes."""
    levels = [LEVELS[length] for length in lengths]
    query = select(Region).where(Region.level.in_(levels), within(Region.code, area)).order_by(Region.code)
    found: dict[int, list[Region]] = {}
    for place in session.scalars(query):
        found.setdefault(len(place.code), []).append(place)
    return found


def _is_there(place: Region, day: date) -> bool:
    begun = place.valid_from is None or place.valid_from <= day
    return begun and (place.abolished_on is None or place.abolished_on > day)


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
