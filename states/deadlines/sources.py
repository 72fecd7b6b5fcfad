"""Where deadlines come from: one function for each part of the program that owns things with a last day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from states.deadlines import owing
from states.deadlines.deadline import Deadline
from states.places import due as sheets
from states.problems import due as problems
from states.sessions import due as sessions

Source = Callable[[Session, str, date, date], list[Deadline]]

SOURCES: tuple[Source, ...] = (owing.due, problems.due, sessions.due, sheets.due)
"""Each answers what inside an area is due until a day and not done, and what was done late in the last 31 days.

The open steps of procedures are too many for a list: `steps` counts them instead.
"""


def due(session: Session, area: str, today: date, until: date) -> list[Deadline]:
    """Everything of every source, by day."""
    found = [one for source in SOURCES for one in source(session, area, today, until)]
    return sorted(found, key=lambda one: (one.due_on, one.kind, one.ref))
