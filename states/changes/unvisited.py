"""Entries with no visit behind them: what was entered for a household that nobody really visited (TZ29)."""

from __future__ import annotations

from collections.abc import Iterable
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
    """The entries of an area since a day without a real visit before them, by village and newest first.

    Real: two different visitors, a day, and a place or a photo; as many days before as the pack says.
    """
    found = [*_changes(session, by, area, since), *_evidence(session, by, area, since)]
    terms = terms_of(session, in_force, {one.area for one in found}, today)
    visits = visits_of(session, {one.case_id for one in found})
    rows = [_row(one, visits.get(one.case_id, ()), terms[one.area].visit_within) for one in found]
    return sorted(filter(None, rows), key=lambda one: (one.area[:12], -one.entered_on.toordinal(), one.number))


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


def _changes(session: Session, by: Actor, area: str, since: date) -> list[_Entered]:
    query = (
        select(Household.case_id, Household.number, Household.head_name, Change.area)
        .add_columns(Change.nature, Change.proposed_at, Change.proposed_by_name)
        .join(Household, Household.id == Change.household_id)
        .where(within(Change.area, by.area), within(Change.area, area), Change.source.in_(BY_HAND))
        .where(Change.proposed_at >= datetime.combine(since, time(), OFFICE))
        .order_by(Change.id.desc())
        .limit(MOST)
    )
    return [_Entered(*row) for row in session.execute(query)]


def _evidence(session: Session, by: Actor, area: str, since: date) -> list[_Entered]:
    query = (
        select(Household.case_id, Household.number, Household.head_name, Household.group_code)
        .add_columns(Exhibit.kind, Evidence.recorded_at, Evidence.recorded_by_name)
        .join(Exhibit, Exhibit.case_id == Household.case_id)
        .join(Evidence, Evidence.id == Exhibit.evidence_id)
        .where(within(Household.group_code, by.area), within(Household.group_code, area))
        .where(Exhibit.kind.in_(FROM_HOME), Exhibit.superseded == false())
        .where(Evidence.recorded_at >= datetime.combine(since, time(), OFFICE))
        .order_by(Evidence.id.desc())
        .limit(MOST)
    )
    return [_Entered(*row) for row in session.execute(query)]
