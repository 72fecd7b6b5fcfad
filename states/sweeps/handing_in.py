"""Which places have done the quarter's sweep, and on which day: worked out from the rosters (BZ01)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, String, case, func, literal, or_, select
from sqlalchemy.orm import Session

from engine.areas import within
from states.deadlines.handed_in import HandedIn
from states.sweeps.counting import really_visited_on, roster
from states.sweeps.roster import DONE, SweepHouse
from states.sweeps.sweep import Sweep

TOWNSHIP, VILLAGE = 9, 12


def handed_in(session: Session, area: str, since: date, until: date) -> list[HandedIn]:
    """The places at and below an area whose sweep of these days was done: ended, or every house demanded visited.

    A place below the sweep's own area has done its part on the day of the last visit there.
    """
    around = literal(area, String).like(Sweep.area + "%")
    query = select(Sweep).where(or_(within(Sweep.area, area), around), Sweep.since_on <= until, Sweep.until_on >= since)
    found: list[HandedIn] = []
    for sweep in session.scalars(query.order_by(Sweep.id)):
        done = [(sweep.area, sweep.closed_on)] if sweep.closed_on else []
        done += _covered(session, sweep, area)
        period = sweep.quarter.replace("Q", "-Q")
        found += [HandedIn(place, "", period, on) for place, on in done if place.startswith(area)]
    return found


def _covered(session: Session, sweep: Sweep, area: str) -> list[tuple[str, date]]:
    """The townships and villages below a sweep's area whose households are visited as demanded, each with its day."""
    days = sweep.since_on, sweep.until_on
    query, done = roster(sweep.id, *days)
    ticked = SweepHouse.found.in_(DONE)
    on: ColumnElement[date] = case((ticked, SweepHouse.called_on), else_=really_visited_on(*days))
    if sweep.closed_on:  # the real visits are on the roster since then
        done, on = ticked, case((ticked, SweepHouse.called_on))
    village = func.substr(SweepHouse.area, 1, VILLAGE)
    counts = func.count(), func.sum(case((done, 1), else_=0)), func.max(on)
    query = query.with_only_columns(village, *counts).where(within(SweepHouse.area, area)).group_by(village)
    places: dict[str, list[tuple[int, int, date]]] = {}
    for code, households, visited, last_on in session.execute(query):
        for length in (TOWNSHIP, VILLAGE):
            if length > len(sweep.area):
                places.setdefault(code[:length], []).append((households, visited, last_on or sweep.begun_on))
    return [
        (place, max(one[2] for one in parts))
        for place, parts in places.items()
        if sum(one[1] for one in parts) * 100 >= sum(one[0] for one in parts) * sweep.coverage
    ]
