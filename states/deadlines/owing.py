"""Duties as deadlines: what is owed, laid against what shows that it was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from states.deadlines.deadline import Deadline
from states.deadlines.duties import Owed, days_handed_in, owed
from states.deadlines.proofs import handed_in
from states.deadlines.reported import Owing, reopened

KIND = "duty"
ASKED_FOR = timedelta(days=366)
"""So long a duty that nobody met is asked for."""
RECENT = timedelta(days=31)
"""So long something done late is still told of."""


def due(session: Session, area: str, today: date, until: date) -> list[Deadline]:
    """The duties inside an area whose last day lies before `until` and that are not met, or were met late lately."""
    found = standing(session, area, today - ASKED_FOR, until)
    return [one for one in found if one.done_on is None or (one.is_late() and one.done_on >= today - RECENT)]


def standing(session: Session, area: str, since: date, until: date, only: str = "") -> list[Deadline]:
    """Every duty whose last day lies between two days, met or not, by day."""
    return [line for _, line in lines(session, area, since, until, only)]


def lines(session: Session, area: str, since: date, until: date, only: str = "") -> list[tuple[Owed, Deadline]]:
    """The same with what each rests on: a few statements and one for each kind of proof."""
    asked = owed(session, area, since, until, only)
    again = reopened(session, area) if asked else {}
    done = _done(session, area, asked)
    return [(one, _deadline(one, done.get((one.duty.name, *one.owing)), again)) for one in asked]


def _done(session: Session, area: str, asked: Sequence[Owed]) -> dict[Owing, date]:
    """The day on which each was handed in, by duty, place, department and period."""
    found: dict[Owing, date] = {}
    for duty in {one.duty.name: one.duty for one in asked}.values():
        mine = [one for one in asked if one.duty.name == duty.name]
        since, until = min(one.period.first_on for one in mine), max(one.period.last_on for one in mine)
        days = days_handed_in(duty, handed_in(session, duty, area, since, until))
        found |= {(duty.name, *key): on for key, on in days.items()}
    return found


def _deadline(one: Owed, done_on: date | None, again: dict[Owing, date]) -> Deadline:
    opened = again.get((one.duty.name, *one.owing), one.opened_on)
    return Deadline(
        KIND, one.ref, f"{one.period.label}：{one.duty.title}", one.duty.by, one.area, one.due_on, opened, done_on,
        one.department, f"/deadlines/duties/{one.duty.name}/{one.period.name}", one.provisional,
    )  # fmt: skip
