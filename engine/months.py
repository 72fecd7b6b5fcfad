"""Periods in months: the corresponding day, or the month's end where there is none (Civil Code 202)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def later(start: date, months: int, inclusive: bool = False) -> date:
    """The last day of a period of `months` from `start`; `inclusive` when the starting day counts itself."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    end_of_month = monthrange(year, month + 1)[1]
    if start.day > end_of_month:
        return date(year, month + 1, end_of_month)
    last = date(year, month + 1, start.day)
    return last - timedelta(days=1) if inclusive else last
