"""The calendars of many places at once: two statements, however many places are asked for."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import workdays
from engine.arrangements import Arrangement, ArrangementDay
from engine.workdays import ArrangedDay, Calendar


class Calendars:
    """The calendar of each place; places for which the same documents hold share one."""

    def __init__(self, session: Session) -> None:
        days: dict[int, list[ArrangedDay]] = {}
        for day in session.scalars(select(ArrangementDay)):
            days.setdefault(day.arrangement_id, []).append(ArrangedDay(day.day, day.is_workday, day.name))
        self._documents = [
            workdays.Arrangement(row.document, tuple(days.get(row.id, ())), row.year, row.place, row.title)
            for row in session.scalars(select(Arrangement).order_by(Arrangement.id))
        ]
        self._made: dict[tuple[int, ...], Calendar] = {}

    def at(self, place: str) -> Calendar:
        """The calendar of a place."""
        holding = tuple(i for i, one in enumerate(self._documents) if place.startswith(one.place))
        if holding not in self._made:
            self._made[holding] = Calendar(self._documents[i] for i in holding)
        return self._made[holding]
