"""How long a notice has hung, and when its period ends. Pure: the same days give the same end."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from engine.durations import Unit
from engine.periods import Period
from engine.workdays import Calendar
from states.terms import NoticeTerms

Span = tuple[date, date | None]
"""From the day on which the last required place was posted to the day on which the notice came down, if it did."""


def reckon(calendar: Calendar, terms: NoticeTerms, spans: Sequence[Span]) -> Period:
    """The period of a notice that hung in these spans, the last of which goes on.

    Where the pack lets an interrupted period go on, the full days before each interruption count; the day on
    which the notice came down does not. Otherwise only the last span counts.
    """
    *ended, (start, _) = spans if terms.after_interruption == "go-on" else spans[-1:]
    first_on, provisional = None, False
    left, unit = terms.duration.n, terms.duration.unit
    if terms.extended:
        whole = calendar.period(start if not ended else ended[0][0], left, unit, terms.count, roll_over=False)
        left, unit = len(whole.days) + terms.extended, _days(unit)
    for begun, down in ended:
        period = calendar.period(begun, left, unit, terms.count, roll_over=False)
        first_on, provisional = first_on or period.first_on, provisional or period.provisional
        counted = sum(1 for day in period.days if down and day < down)
        if counted == len(period.days):  # an amended calendar can show later that it was over in time
            return Period(first_on, period.last_on, provisional, period.days)
        left, unit = len(period.days) - counted, _days(unit)
    last = calendar.period(start, left, unit, terms.count, terms.roll_over)
    return Period(first_on or last.first_on, last.last_on, provisional or last.provisional, last.days)


def _days(unit: Unit) -> Unit:
    return "workdays" if unit == "workdays" else "days"


def written(spans: Sequence[Span]) -> str:
    """The spans as they are stored."""
    return json.dumps([[start.isoformat(), down.isoformat() if down else None] for start, down in spans])


def read(text: str) -> list[Span]:
    """The spans from their stored form."""
    return [(date.fromisoformat(start), date.fromisoformat(down) if down else None) for start, down in json.loads(text)]
