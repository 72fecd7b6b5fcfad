"""Reports: drafted from the data, set, numbered and issued by the office that owes them, on the day it owes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from engine.actors import Actor
from engine.db import reading, work
from engine.errors import Refused
from publicity.reporting import issuing, kinds
from publicity.reporting.draft import Source
from states.help.quarters import quarter_of
from states.reports.figure import asking
from states.reports.period import Period, of_quarter, of_year
from tests.year.office import Office

QUARTERLY, YEARLY = ("quarterly", "scale", "risk"), ("annual", "adjustments")
BEGUN = 2022
"""Of no year before this one there is anything to sum up."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A report that an office owes for a period."""

    kind: str
    period: Period


def owed(today: date) -> list[Owed]:
    """What every township and the county owe at this time of the year: last quarter's, and in January last year's."""
    last = quarter_of(today).previous
    found = [Owed(kind, of_quarter(last)) for kind in QUARTERLY]
    ended = last.number == 4 and last.year >= BEGUN
    return found + [Owed(kind, of_year(last.year)) for kind in YEARLY if ended]


def month(today: date) -> Period:
    """The month that a report on warnings tells of."""
    after = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    return Period(today.replace(day=1), after - timedelta(days=1))


def link(source: Source) -> str:
    """The address behind a figure."""
    return f"https://example.org/reports/figure?{urlencode(source.asked)}"


def issue(office: Office, by: Actor, one: Owed) -> None:
    """Draft, set and issue one report."""
    kind = kinds.find(one.kind)
    office.acts += 1
    try:
        with reading(office.db) as session:
            ready = issuing.ready(kind, asking(session, by, by.area, one.period, office.today), link)
        printed = office.press.paper(ready.kind.document, ready.values)
        with work(office.db) as session:
            issuing.issue(session, ready, printed, by=by, at=office.now)
    except Refused as error:
        office.refuse(f"report {one.kind}", error)
        return
    office.done[f"report {one.kind}"] += 1


def try_early(office: Office, by: Actor) -> None:
    """The report of a quarter that has not begun cannot be issued."""
    kind, ahead = kinds.find("risk"), of_quarter(quarter_of(office.today).next)

    def act(session: object) -> None:
        with reading(office.db) as other:
            issuing.ready(kind, asking(other, by, by.area, ahead, office.today), link)

    office.must_refuse("reporting a quarter that is still to come", "period-ahead", act)
