"""The year, day by day: on every office day everybody who is in does what the desk and the calendar say."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from engine import seals
from engine.db import reading, work
from tests.year import families, hanging, helping, reporting, shares, steps, warnings, watching
from tests.year.county import COUNTY
from tests.year.office import Office
from tests.year.people import Person
from tests.year.watching import Watch

ONE_DAY = timedelta(days=1)
CHECKED_FROM, DELIVERED_ON, CHANGES_ON, FREED_ON = 15, 12, 8, 18
HOURS = {"department": 9, "grid": 10, "village": 11, "township": 14, "township_leader": 15, "county": 16}


@dataclass
class Year:
    """A year under way: the office, what was watched, and how long each part took."""

    office: Office
    watch: Watch = field(default_factory=Watch)
    days: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    shares: list[shares.Told] = field(default_factory=list)

    def play(self, until: date, say: Callable[[str], None]) -> None:
        """Walk over the calendar to the evening of `until`."""
        office = self.office
        while office.today <= until:
            with reading(office.db) as session:
                is_workday = office.book.calendar(session, COUNTY).is_workday(office.today)
            office.staff.morning(office.today)
            if is_workday:
                self.days += 1
                _day(self)
            if is_workday and office.today.weekday() == 0:
                self.timed("watching", lambda: watching.look(office, self.watch))
            if (office.today + ONE_DAY).day == 1 or office.today == until:
                self.timed("watching", lambda: watching.look(office, self.watch))
                with work(office.db) as session:
                    seals.seal(session, office.now)
                    self.shares += shares.told(session, office.today)
                say(f"{office.today}：办理{sum(office.done.values())}件，退回拒绝{sum(office.refused.values())}次")
            office.today += ONE_DAY

    def timed(self, what: str, act: Callable[[], object]) -> None:
        """Do it and add its time."""
        began = time.perf_counter()
        act()
        self.seconds[what] = self.seconds.get(what, 0.0) + time.perf_counter() - began


def _day(year: Year) -> None:
    office, year.office.acts = year.office, 0
    for person in office.staff.working(office.today):
        office.hour = HOURS[person.actor.role]
        for what, act in DUTIES[person.actor.role](office, person, person.sits_down()):
            year.timed(what, act)


Duties = Iterator[tuple[str, Callable[[], object]]]
"""What the calendar asks of a post today, and its desk: what kind of work, and the work."""


def _department(office: Office, person: Person, sits: bool) -> Duties:
    if _due(office, person, "push", office.today.day >= (8 if person.late else 2), sits):
        yield "leads", lambda: warnings.push(office, person.actor)


def _grid(office: Office, person: Person, sits: bool) -> Duties:
    today = office.today
    if _due(office, person, "changes", today.day >= CHANGES_ON, sits):
        yield "changes", lambda: families.tell(office, person)
    if today.month % 3 == 2 and _due(office, person, "help", today.day >= DELIVERED_ON, sits):
        yield "help", lambda: helping.deliver(office, person)


def _village(office: Office, person: Person, sits: bool) -> Duties:
    if not sits:
        return
    yield "leads", lambda: warnings.analyse(office, person)
    yield "steps", lambda: steps.clear(office, person)
    yield "help", lambda: helping.plan(office, person)
    if _due(office, person, "agree", office.today.day >= CHANGES_ON + 3, sits):
        yield "changes", lambda: families.agree(office, person)
    if _due(office, person, "free", office.today.day >= FREED_ON, sits):
        yield "steps", lambda: helping.let_go(office, person)


def _township(office: Office, person: Person, sits: bool) -> Duties:
    first = person.actor.id.startswith("township-1")
    if first:
        yield "leads", lambda: warnings.overhear(office, person.actor)
    if sits:
        yield "leads", lambda: warnings.settle(office, person)
        yield "objections", lambda: hanging.answer_voices(office, person)
        yield "steps", lambda: steps.clear(office, person)
    if first and office.today.month % 3 == 0 and _due(office, person, "check", office.today.day >= CHECKED_FROM, sits):
        yield "help", lambda: helping.check(office, person)
    if first:
        yield from _reports(office, person)


def _county(office: Office, person: Person, _sits: bool) -> Duties:
    yield "steps", lambda: steps.clear(office, person)
    if person.actor.id.startswith("county-1"):
        yield from _reports(office, person)


def _reports(office: Office, person: Person) -> Duties:
    """The quarter's reports on the first days after it; somebody tries too early once in a while."""
    if office.today.month % 3 == 1 and _due(office, person, "report", office.today.day >= 4, True):
        for one in reporting.owed(office.today):
            yield "reports", lambda one=one: reporting.issue(office, person.actor, one)  # type: ignore[misc]
        yield "reports", lambda: reporting.try_early(office, person.actor)


def _due(office: Office, person: Person, what: str, is_time: bool, sits: bool) -> bool:
    """Whether this month's work of a kind is done now: once, when it is time and the person gets to it."""
    key = (what, f"{office.today:%Y-%m}")
    if not is_time or not sits or key in person.monthly:
        return False
    person.monthly.add(key)
    return True


def _leader(_office: Office, _person: Person, _sits: bool) -> Duties:
    yield from ()


DUTIES = {
    "department": _department, "grid": _grid, "village": _village, "township": _township,
    "township_leader": _leader, "county": _county,
}  # fmt: skip
