"""That a department handed its warnings of a month in: a zero report counts as much as a full one (BZ06)."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from states.deadlines.handed_in import HandedIn
from states.leads.push import month_before, month_of, pushes_of


def handed_in(session: Session, area: str, since: date, until: date) -> list[HandedIn]:
    """What departments inside an area handed in for the months between two days; one statement.

    Warnings of March are owed in April, by the 5th: that is the period they are told for.
    """
    told = pushes_of(session, area, month_before(since).period, month_before(until).period)
    return [HandedIn(one.area, one.department, _owed_in(one.period), one.pushed_on) for one in told]


def _owed_in(period: str) -> str:
    last = month_of(date.fromisoformat(f"{period}-01")).last_on
    return month_of(last + timedelta(days=1)).period
