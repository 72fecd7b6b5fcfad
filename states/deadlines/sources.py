"""Where deadlines come from: one function for each part of the program that owns things with a last day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy.orm import Session

from states.campaigns import due as campaigns
from states.deadlines import owing
from states.deadlines.deadline import Deadline
from states.departments import due as departments
from states.leads import due as leads
from states.places import due as places
from states.problems import due as problems
from states.sessions import due as sessions
from states.spot_checks import due as spot_checks
from states.sweeps import due as sweeps

Source = Callable[[Session, str, date, date], list[Deadline]]

SOURCES: tuple[Source, ...] = (
    owing.due,
    campaigns.due,
    leads.due,
    departments.due,
    sweeps.due,
    spot_checks.due,
    problems.due,
    sessions.due,
    places.due,
)
"""Each answers what inside an area is due until a day and not done, and what was done late in the last 31 days.

The open steps of procedures are too many for a list: `steps` counts them instead.
"""


def due(session: Session, area: str, today: date, until: date) -> list[Deadline]:
    """Everything of every source, by day."""
    return in_order(gathered(session, area, today, until))


def gathered(session: Session, area: str, today: date, until: date) -> list[Deadline]:
    """Everything of every source, in no order: for counting."""
    return [one for source in SOURCES for one in source(session, area, today, until)]


def in_order(found: Iterable[Deadline]) -> list[Deadline]:
    """The most overdue first."""
    return sorted(found, key=lambda one: (one.due_on, one.kind, one.ref))
