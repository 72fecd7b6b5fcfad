"""The clock, looked up here and nowhere below: real time, and the installation's own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from flask import g

import engine.db
from engine.clock import office_day
from states import instance
from web.site import site


def wall() -> datetime:
    """The real time: for locks, sessions and codes, which practice must not loosen."""
    return datetime.now(UTC)


def now() -> datetime:
    """The installation's time: real, or the practice clock of a training instance."""
    if not site().training:
        return wall()
    if "days_ahead" not in g:
        with engine.db.reading(site().db) as session:
            g.days_ahead = instance.days_ahead(session)
    return wall() + timedelta(days=g.days_ahead)


def today() -> date:
    """The installation's day in the office."""
    return office_day(now())
