"""What is due of training: each place that the plan gives one by the end of its month (BZ13)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from sqlalchemy.orm import Session

from engine.actors import SYSTEM
from states.deadlines.beginning import begun_on
from states.deadlines.deadline import Deadline
from states.sessions import desk
from states.sessions.plan import Planned, planned

KEPT = timedelta(days=31)


def due(session: Session, area: str, today: date, until: date) -> list[Deadline]:
    """The trainings that the plan wants at places inside an area by a day not after `until`, not held in full yet.

    Those that were held after their month are told for 31 days.
    """
    found, begun = list[Deadline](), begun_on(session)
    for one in planned(session, area, today):
        day = _last_day(one)
        if day < begun or day > until or not one.place.startswith(area):
            continue
        done_on = desk.done_on(session, SYSTEM, one)
        if done_on is None or (done_on > day and done_on >= today - KEPT):
            found.append(_deadline(one, day, done_on))
    return found


def _last_day(one: Planned) -> date:
    year, month = int(one.month[:4]), int(one.month[5:])
    return date(year, month, monthrange(year, month)[1])


def _deadline(one: Planned, day: date, done_on: date | None) -> Deadline:
    role = {6: "county", 9: "township"}.get(len(one.place), "city")
    ref, page = f"{one.place}:{one.month}", f"/sessions/quarter?quarter={one.quarter}"
    return Deadline("session", ref, f"{one.name}业务培训", role, one.place, day, None, done_on, "", page)
