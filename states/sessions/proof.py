"""That a quarter's training was given: at every place that the plan names, or anywhere where it names none (BZ13)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import SYSTEM
from engine.areas import within
from engine.cases import Case
from engine.errors import NotFound
from states.deadlines.handed_in import HandedIn
from states.sessions import desk
from states.sessions.plan import Planned, days_of, planned, quarter_of
from states.sessions.session import HELD, StaffSession

CITY = 4


def handed_in(session: Session, area: str, since: date, until: date) -> list[HandedIn]:
    """The prefectures at or inside an area whose training of a quarter between two days was given, and when."""
    held = _held(session, area, since, until)
    plan = _plan(session, area, until)
    found = list[HandedIn]()
    for (city, quarter), days in held.items():
        asked = plan.get((city, quarter), ())
        done = [desk.done_on(session, SYSTEM, one) for one in asked] if asked else [min(days)]
        on = max((day for day in done if day), default=None)
        if on and all(done):
            found.append(HandedIn(city, "", quarter, on))
    return found


def _held(session: Session, area: str, since: date, until: date) -> dict[tuple[str, str], list[date]]:
    """The last days of the trainings held in the quarters of these days, by prefecture and quarter."""
    first, after = days_of(quarter_of(since))[0], days_of(quarter_of(until))[1]
    query = select(StaffSession).join(Case, Case.id == StaffSession.case_id).where(Case.state == HELD[0])
    query = query.where(within(StaffSession.place, area), StaffSession.began_on >= first)
    days = defaultdict[tuple[str, str], list[date]](list)
    for one in session.scalars(query.where(StaffSession.began_on < after)):
        days[one.place[:CITY], quarter_of(one.began_on)].append(one.ended_on)
    return days


def _plan(session: Session, area: str, on: date) -> dict[tuple[str, str], list[Planned]]:
    try:
        rows = planned(session, area, on)
    except NotFound:  # no plan holds there
        return {}
    plan = defaultdict[tuple[str, str], list[Planned]](list)
    for one in rows:
        plan[one.place[:CITY], one.quarter].append(one)
    return plan
