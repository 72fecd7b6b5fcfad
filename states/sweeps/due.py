"""When sweeps have to be ended: by the last day of their quarter, by the office that answers for the whole area."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from engine.areas import within
from states.deadlines.deadline import Deadline
from states.sweeps.beginning import OFFICE_OF
from states.sweeps.sweep import Sweep


def due(session: Session, area: str, today: date, until: date) -> list[Deadline]:
    """The sweeps inside an area that have to be ended by a day and are not, and those ended late; one statement."""
    late = and_(Sweep.closed_on > Sweep.until_on, Sweep.closed_on > today - timedelta(days=31))
    mine = select(Sweep).where(within(Sweep.area, area), Sweep.until_on <= until)
    mine = mine.where(or_(Sweep.closed_on.is_(None), late))
    return [
        Deadline(
            "sweep",
            str(one.id),
            f"{one.of.year}年第{one.of.number}季度排查",
            OFFICE_OF[len(one.area)],
            one.area,
            one.until_on,
            opened_on=one.begun_on,
            done_on=one.closed_on,
            page=f"/sweeps/{one.id}",
        )
        for one in session.scalars(mine.order_by(Sweep.until_on, Sweep.id))
    ]
