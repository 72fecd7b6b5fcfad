"""The year, day by day: on every office day everybody who is in does what the desk and the calendar say."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from engine import seals
from engine.db import reading, work
from tests.year import (
    driving,
    families,
    hanging,
    helping,
    reminding,
    reporting,
    shares,
    steps,
    sweeping,
    warnings,
    watching,
)
from tests.year.county import COUNTY
from tests.year.office import Office
from tests.year.people import Person
from tests.year.reminding import Rounds
from tests.year.reporting import Owed
from tests.year.watching import Watch

ONE_DAY = timedelta(days=1)
CHECKED_FROM, DELIVERED_ON, CHANGES_ON, FREED_ON, WALKED_FROM, AGAIN_ON = 15, 12, 8, 18, 6, 24
FIRST_YEAR, LAST_SWEEP = 2022, date(2023, 1, 1)
HOURS = {"department": 9, "grid": 10, "village": 11, "township": 14, "township_leader": 15, "county": 16}


@dataclass
class Year:
    """A year under way: the office, what was watched, and how long each part took."""

    office: Office
    watch: Watch = field(default_factory=Watch)
    rounds: Rounds = field(default_factory=Rounds)
    days: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    shares: list[shares.Told] = field(default_factory=list)

    def play(self, until: date, say: Callable[[str], None]) -> None:
        """Walk over the calendar to the evening of `until`."""
        office = self.office
        with reading(office.db) as session:
            calendar = office.book.calendar(session, COUNTY)
            days = [office.today + ONE_DAY * n for n in range((until - office.today).days + 60)]
            office.workdays |= {day for day in days if calendar.is_workday(day)}
        while office.today <= until:
            is_workday = office.today in office.workdays
            office.staff.morning(office.today)
            if is_workday:
                self.days += 1
                _day(self)
            if is_workday and office.today.weekday() == 0:
                self.timed("watching", lambda: watching.look(office, self.watch, duties=office.today.day < 8))
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
    office.hour = 8
    year.timed("reminders", lambda: reminding.send(office, year.rounds, office.today))
    for person in office.staff.working(office.today):
        office.hour = HOURS[person.actor.role]
        for what, act in DUTIES[person.actor.role](office, person, person.sits_down()):
            year.timed(what, act)


Duties = Iterator[tuple[str, Callable[[], object]]]
"""What the calendar asks of a post today, and its desk: what kind of work, and the work."""


def _department(office: Office, person: Person, sits: bool) -> Duties:
    today = office.today
    if _due(office, person, "push", today.day >= (8 if person.late else 2), sits):
        yield "leads", lambda: warnings.push(office, person.actor)
    if today.month % 3 == 0 and _due(office, person, "ledger", today.day >= 20, sits and not person.late):
        yield "leads", lambda: warnings.push_ledger(office, person.actor)
    if person.late and today.month % 3 == 1 and _due(office, person, "ledger", today > date(FIRST_YEAR, 2, 1), sits):
        yield "leads", lambda: warnings.push_ledger(office, person.actor, late=True)
    if _due(office, person, "warn", today.day >= 11, sits):
        yield "leads", lambda: warnings.warn(office, person.actor)


def _grid(office: Office, person: Person, sits: bool) -> Duties:
    today = office.today
    if _due(office, person, "changes", today.day >= CHANGES_ON and today.month < 12, sits):
        yield "changes", lambda: families.tell(office, person)
    if today.month % 3 == 2 and _due(office, person, "help", today.day >= DELIVERED_ON, sits):
        yield "help", lambda: helping.deliver(office, person)
    if _due(office, person, "walk", today.day >= WALKED_FROM, sits):
        yield "sweeps", lambda: sweeping.walk(office, person)
    if today.month % 3 == 0 and _due(office, person, "again", today.day >= AGAIN_ON, sits):
        yield "sweeps", lambda: sweeping.again(office, person)
    yield from _december(office, person, sits)


def _december(office: Office, person: Person, sits: bool) -> Duties:
    """Income is taken in its window only, and nobody joins or leaves meanwhile."""
    if office.today.month != 12:
        return
    if _due(office, person, "early", office.today.day >= 8, sits and office.today.day < 10):
        yield "campaign", lambda: driving.enter_income(office, person, forbidden=True)
    if _due(office, person, "income", office.today.day >= 12, sits and office.today.day <= 20):
        yield "campaign", lambda: driving.enter_income(office, person)
        yield "campaign", lambda: driving.try_a_change(office, person)
    if _due(office, person, "after", office.today.day >= 21, sits):
        yield "campaign", lambda: driving.enter_income(office, person, forbidden=True)


def _village(office: Office, person: Person, sits: bool) -> Duties:
    if not sits:
        return
    yield "leads", lambda: warnings.analyse(office, person)
    yield "steps", lambda: steps.clear(office, person)
    yield "help", lambda: helping.plan(office, person)
    if _due(office, person, "agree", office.today.day >= CHANGES_ON + 3, sits and office.today.month < 12):
        yield "changes", lambda: families.agree(office, person)
    if _due(office, person, "free", office.today.day >= FREED_ON, sits):
        yield "steps", lambda: helping.let_go(office, person)
    yield from _campaign(office, person)


def _township(office: Office, person: Person, sits: bool) -> Duties:
    today, first = office.today, person.actor.id.startswith("township-1")
    if first:
        yield "leads", lambda: warnings.overhear(office, person.actor)
    if sits:
        yield "leads", lambda: warnings.settle(office, person)
        yield "objections", lambda: hanging.answer_voices(office, person)
        yield "steps", lambda: steps.clear(office, person)
    if not first:
        return
    if today.month % 3 == 1 and _due(office, person, "sweep", today < LAST_SWEEP, sits):
        yield "sweeps", lambda: sweeping.begin(office, person)
    if today.month % 3 == 1 and _due(office, person, "swept", today.year > FIRST_YEAR or today.month > 1, sits):
        yield "sweeps", lambda: sweeping.end(office, person)
    if today.month % 3 == 0 and _due(office, person, "check", today.day >= CHECKED_FROM, sits):
        yield "help", lambda: helping.check(office, person)
    if _due(office, person, "assign", today.day >= 3, sits):
        yield "leads", lambda: warnings.assign(office, person)
    if _due(office, person, "warnings", today.day >= 18, sits):
        yield "reports", lambda: reporting.issue(office, person.actor, Owed("warnings", reporting.month(today)))
    yield from _reports(office, person)
    yield from _campaign(office, person)


def _leader(office: Office, person: Person, _sits: bool) -> Duties:
    if under := office.campaign:
        commit = next(one for one in under[1] if one.commitment)
        assert commit.since
        assert commit.until
        begun = commit.since + ONE_DAY * 3 <= office.today <= commit.until
        if ("commit", "") not in person.monthly and begun:
            person.monthly.add(("commit", ""))
            yield "campaign", lambda: driving.commit(office, person)


def _county(office: Office, person: Person, _sits: bool) -> Duties:
    yield "steps", lambda: steps.clear(office, person)
    if not person.actor.id.startswith("county-1"):
        return
    today = office.today
    if _due(office, person, "warnings", today.day >= 23, True):
        yield "reports", lambda: reporting.issue(office, person.actor, Owed("warnings", reporting.month(today)))
    yield from _reports(office, person)
    if today.month == 10 and _due(office, person, "campaign", today.day >= 10, True):
        yield "campaign", lambda: driving.begin(office, person)
        yield "campaign", lambda: _know_the_campaign(office)
    yield from _campaign(office, person)
    if office.campaign and today.month == 12 and _due(office, person, "close", today.day >= 30, True):
        yield "campaign", lambda: driving.close(office, person, office.campaign[0] if office.campaign else 0)
        yield "campaign", lambda: _know_the_campaign(office)


def _know_the_campaign(office: Office) -> None:
    office.campaign = driving.under_way(office)


def _campaign(office: Office, person: Person) -> Duties:
    """Whatever phases the place owes."""
    if office.campaign:
        number, phases = office.campaign
        yield "campaign", lambda: driving.report(office, person, number, phases)


def _reports(office: Office, person: Person) -> Duties:
    """The quarter's reports on the first days after it; somebody tries too early once in a while."""
    today = office.today
    if today.month % 3 == 1 and _due(office, person, "report", today.day >= 4, True):
        for one in reporting.owed(today):
            yield "reports", lambda one=one: reporting.issue(office, person.actor, one)
        yield "reports", lambda: reporting.try_early(office, person.actor)


def _due(office: Office, person: Person, what: str, is_time: bool, sits: bool) -> bool:
    """Whether this month's work of a kind is done now: once, when it is time and the person gets to it."""
    key = (what, f"{office.today:%Y-%m}")
    if not is_time or not sits or key in person.monthly:
        return False
    person.monthly.add(key)
    return True


DUTIES = {
    "department": _department, "grid": _grid, "village": _village, "township": _township,
    "township_leader": _leader, "county": _county,
}  # fmt: skip
