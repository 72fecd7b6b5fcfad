"""Counting a sweep: a household is visited once it was ticked off, or when its file holds a real visit (TZ29)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.evidence import EvidenceFile, Exhibit
from states.households import Household
from states.places.grids import GridPlace
from states.sweeps.roster import ABSENT, CHANGES, DONE, LEAD, SweepHouse


@dataclass(frozen=True, slots=True)
class Count:
    """How far a part of a sweep has come: on the roster, visited, found empty, with changes, with a lead."""

    households: int = 0
    visited: int = 0
    absent: int = 0
    changes: int = 0
    leads: int = 0

    @property
    def left(self) -> int:
        """How many are still to be visited."""
        return self.households - self.visited

    @property
    def percent(self) -> int:
        """The share visited, in whole percent, rounded down so that 100 means all."""
        return self.visited * 100 // self.households if self.households else 100


def _visits(what: Any, since: date, until: date) -> Select[Any]:
    """The real visits of a household in these days: two different people, and a place or a photo tells of it."""
    scanned = select(EvidenceFile.evidence_id).where(EvidenceFile.evidence_id == Exhibit.evidence_id).exists()
    alone = (Exhibit.facts.contains(f'"visitors":{n}{end}') for n in (0, 1) for end in ",}")
    return (
        select(what)
        .where(Exhibit.case_id == Household.case_id, Exhibit.kind == "visit", Exhibit.superseded == false())
        .where(Exhibit.happened_on.between(since, until), Exhibit.facts.contains('"visitors":'), ~or_(*alone))
        .where(or_(Exhibit.facts.contains('"traced":true'), scanned))
    )


def really_visited(since: date, until: date) -> ColumnElement[bool]:
    """Whether a household had a real visit in these days."""
    return _visits(Exhibit.case_id, since, until).exists()


def really_visited_on(since: date, until: date) -> ColumnElement[date]:
    """The day of its first real visit in these days, null without one."""
    return _visits(func.min(Exhibit.happened_on), since, until).correlate(Household).scalar_subquery()


def roster(sweep_id: int, since: date, until: date) -> tuple[Select[Any], ColumnElement[bool]]:
    """The roster with its households, and the condition that one of them counts as visited."""
    query = (
        select(SweepHouse.household_id)
        .join(Household, Household.id == SweepHouse.household_id)
        .where(SweepHouse.sweep_id == sweep_id)
    )
    return query, or_(SweepHouse.found.in_(DONE), really_visited(since, until))


def visited(session: Session, sweep_id: int, since: date, until: date) -> int:
    """How many households of the roster count as visited."""
    query, done = roster(sweep_id, since, until)
    return session.scalar(query.with_only_columns(func.count()).where(done)) or 0


def left(session: Session, sweep_id: int, since: date, until: date, limit: int) -> tuple[str, ...]:
    """The names of the first households that are still to be visited."""
    query, done = roster(sweep_id, since, until)
    query = query.with_only_columns(Household.head_name).where(~done)
    return tuple(session.scalars(query.order_by(SweepHouse.area, SweepHouse.household_id).limit(limit)))


def by_place(session: Session, sweep: Any, by: Actor, area: str, length: int) -> dict[str, Count]:
    """How far each place of the actor's area has come, its code cut to a length; one statement."""
    place = func.substr(SweepHouse.area, 1, length)
    return dict(_counted(session, sweep, by, area, place))


def by_grid(session: Session, sweep: Any, by: Actor, area: str) -> dict[int, Count]:
    """How far each grid has come, by the grids in which the households lie now; 0 for those in none."""
    lies = and_(GridPlace.household_id == SweepHouse.household_id, GridPlace.until.is_(None))
    return {grid or 0: one for grid, one in _counted(session, sweep, by, area, GridPlace.grid_id, lies)}


def by_part(session: Session, sweep: Any, by: Actor, area: str) -> dict[str, Count]:
    """How far each kind of household has come."""
    return dict(_counted(session, sweep, by, area, SweepHouse.part))


def _counted(
    session: Session, sweep: Any, by: Actor, area: str, key: Any, lies: ColumnElement[bool] | None = None
) -> list[tuple[Any, Count]]:
    query, done = roster(sweep.id, sweep.since_on, sweep.until_on)
    if lies is not None:
        query = query.outerjoin(GridPlace, lies)
    inside = within(SweepHouse.area, by.area), within(SweepHouse.area, area)
    counts = [
        func.sum(case((condition, 1), else_=0))
        for condition in (
            done, and_(SweepHouse.found == ABSENT, ~done), SweepHouse.found == CHANGES, SweepHouse.found == LEAD
        )
    ]  # fmt: skip
    query = query.with_only_columns(key, func.count(), *counts).where(*inside).group_by(key).order_by(key)
    return [(row[0], Count(*map(int, row[1:]))) for row in session.execute(query)]
