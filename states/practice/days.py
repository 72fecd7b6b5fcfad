"""Hours of the made-up township's days."""

from __future__ import annotations

from datetime import date, datetime

from engine.clock import OFFICE


def at(day: date, hour: int = 10) -> datetime:
    """An hour of that day in the office."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=OFFICE)
