"""The office's time: instants are stored in UTC, days are Shanghai's."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

OFFICE = ZoneInfo("Asia/Shanghai")


def office_day(at: datetime) -> date:
    """The calendar day in the office at an instant."""
    return at.astimezone(OFFICE).date()
