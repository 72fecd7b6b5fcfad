"""The proof of duties that a clerk records: the standing reports, and when a withdrawn one opened its duty again."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.areas import within
from states.deadlines.handed_in import HandedIn
from states.deadlines.report import DutyReport

Owing = tuple[str, str, str, str]
"""A duty's name, the place, the department and the period."""


def handed_in(session: Session, duty: str, area: str) -> list[HandedIn]:
    """The standing reports of a duty inside an area."""
    columns = (DutyReport.area, DutyReport.department, DutyReport.period, DutyReport.handed_in_on)
    mine = (DutyReport.duty == duty, within(DutyReport.area, area), DutyReport.standing.is_(True))
    return [HandedIn(*row) for row in session.execute(select(*columns).where(*mine))]


def reopened(session: Session, area: str) -> dict[Owing, date]:
    """The last day on which a report of each was withdrawn; where none ever was, nothing."""
    columns = (DutyReport.duty, DutyReport.area, DutyReport.department, DutyReport.period)
    query = select(*columns, func.max(DutyReport.withdrawn_on)).group_by(*columns)
    withdrawn = query.where(within(DutyReport.area, area), DutyReport.standing.is_(False))
    return {(row[0], row[1], row[2], row[3]): row[4] for row in session.execute(withdrawn) if row[4]}
