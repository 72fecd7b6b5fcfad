"""When the results of spot checks have to be there: by the day that was published with the draw."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from engine.areas import within
from states.deadlines.deadline import Deadline
from states.spot_checks.check import SpotCheck

KEPT = timedelta(days=31)


def due(session: Session, area: str, today: date, until: date) -> list[Deadline]:
    """The spot checks inside an area that are due by a day and not closed, and those closed late; one statement."""
    late = and_(SpotCheck.closed_on > SpotCheck.due_on, SpotCheck.closed_on > today - KEPT)
    mine = select(SpotCheck).where(within(SpotCheck.area, area), SpotCheck.due_on <= until)
    mine = mine.where(or_(SpotCheck.closed_on.is_(None), late)).order_by(SpotCheck.due_on, SpotCheck.id)
    return [
        Deadline(
            "spot-check",
            str(one.id),
            f"抽查“{one.title}”",
            "county" if len(one.area) <= 6 else "township",
            one.area if len(one.area) <= 9 else one.area[:9],
            one.due_on,
            opened_on=one.announced_on,
            done_on=one.closed_on,
            page=f"/spot-checks/{one.id}",
        )
        for one in session.scalars(mine)
    ]
