"""Entries with no visit behind them: what was entered for a household that nobody really visited (TZ29)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import false, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.clock import OFFICE, office_day
from engine.evidence import Evidence, Exhibit
from states.changes.change import NATURES, Change
from states.changes.standing import terms_of
from states.changes.visits import Seen, visits_of
from states.evidence.record import KINDS
from states.households import Household
from states.packs.store import in_force

FROM_HOME = ("application", "authorisation", "consent", "told")
"""Evidence that somebody brings from the household's home; visits speak for themselves."""
BY_HAND = ("visit", "office")
MOST = 1000


@dataclass(frozen=True, slots=True)
class Unvisited:
    """An entry without a visit: what it is, when it was entered, by whom, and the visit that does not count."""

    case_id: int
    number: str
    head_name: str
    area: str
    what: str
    entered_on: date
    entered_by: str
    visit_on: date | None
    visitors: int


@dataclass(frozen=True, slots=True)
class _Entered:
    case_id: int
    number: str
    head_name: str
    area: str
    kind: str
    at: datetime
    who: str


def listed(session: Session, by: Actor, area: str, since: date, today: date) -> list[Unvisited]:
    """The newest entries of an area since a day without a real visit before them, by village and newest first.

    Real: two different visitors, a day, and a place or a photo; as many days before as the pack says.
    """
    found = [one[1] for read in SOURCES for one in read(session, by, area, since, LAST, MOST)]
    rows = _without_visit(session, found, today)
    return sorted(rows, key=lambda one: (one.area[:12], -one.entered_on.toordinal(), one.number))


def pages(session: Session, by: Actor, area: str, since: date, today: date) -> Iterator[list[Unvisited]]:
    """All of them, a page at a time: changes first, then evidence, each with the newest first."""
    for read in SOURCES:
        before = LAST
        while found := read(session, by, area, since, before, MOST):
            yield _without_visit(session, [one[1] for one in found], today)
            before = found[-1][0]


def _without_visit(session: Session, found: Sequence[_Entered], today: date) -> list[Unvisited]:
    terms = terms_of(session, in_force, {one.area for one in found}, today)
    visits = visits_of(session, {one.case_id for one in found})
    rows = (_row(one, visits.get(one.case_id, ()), terms[one.area].visit_within) for one in found)
    return [row for row in rows if row]


def _row(one: _Entered, visits: Iterable[Seen], days: int) -> Unvisited | None:
    on = office_day(one.at)
    near = [seen for seen in visits if on - timedelta(days=days) <= seen.happened_on <= on]
    if any(seen.is_real for seen in near):
        return None
    last = near[0] if near else None
    told = (one.case_id, one.number, one.head_name, one.area, _title(one.kind), on, one.who)
    return Unvisited(*told, last.happened_on if last else None, last.visitors if last else 0)


def _title(kind: str) -> str:
    return NATURES[kind] if kind in NATURES else KINDS[kind].title


def _changes(session: Session, by: Actor, area: str, since: date, before: Place, limit: int) -> Entries:
    query = (
        select(Change.id, Household.case_id, Household.number, Household.head_name, Change.area)
        .add_columns(Change.nature, Change.proposed_at, Change.proposed_by_name)
        .join(Household, Household.id == Change.household_id)
        .where(within(Change.area, by.area), within(Change.area, area), Change.source.in_(BY_HAND))
        .where(Change.proposed_at >= datetime.combine(since, time(), OFFICE), Change.id < before[0])
        .order_by(Change.id.desc())
        .limit(limit)
    )
    return [((row[0], 0), _Entered(*row[1:])) for row in session.execute(query)]


def _evidence(session: Session, by: Actor, area: str, since: date, before: Place, limit: int) -> Entries:
    number, case_id = before
    beyond = (Evidence.id < number) | ((Evidence.id == number) & (Exhibit.case_id < case_id))
    query = (
        select(Evidence.id, Household.case_id, Household.number, Household.head_name, Household.group_code)
        .add_columns(Exhibit.kind, Evidence.recorded_at, Evidence.recorded_by_name)
        .join(Exhibit, Exhibit.case_id == Household.case_id)
        .join(Evidence, Evidence.id == Exhibit.evidence_id)
        .where(within(Household.group_code, by.area), within(Household.group_code, area))
        .where(Exhibit.kind.in_(FROM_HOME), Exhibit.superseded == false(), beyond)
        .where(Evidence.recorded_at >= datetime.combine(since, time(), OFFICE))
        .order_by(Evidence.id.desc(), Exhibit.case_id.desc())
        .limit(limit)
    )
    return [((row[0], row[1]), _Entered(*row[1:])) for row in session.execute(query)]


Place = tuple[int, int]
"""Where a page ends: the change or the evidence, and the case that it stands in."""
Entries = list[tuple[Place, _Entered]]
LAST = (2**62, 0)
SOURCES = (_changes, _evidence)
