"""Person-months: how much of a year a person belongs to a household, and the fractional size that follows.

The month of joining counts, the month of leaving does not (TZ05). Pure: days in, numbers out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MONTHS_OF_A_YEAR = 12
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Stay:
    """A time in a household; open at an end that nobody knows or that has not come."""

    joined_on: date | None = None
    left_on: date | None = None


def months_of(stay: Stay, since: date, until: date) -> int:
    """The calendar months from `since` to `until`, both within, in which the person counts."""
    first, last = _month(since), _month(until)
    if stay.joined_on is not None:
        first = max(first, _month(stay.joined_on))
    if stay.left_on is not None:
        last = min(last, _month(stay.left_on) - 1)
    return max(0, last - first + 1)


def person_months(stays: Iterable[Stay], since: date, until: date) -> int:
    """The person-months of a household in a period; the same person twice is two stays."""
    return sum(months_of(stay, since, until) for stay in stays)


def household_size(months: int) -> Decimal:
    """The number of persons that so many person-months of one year stand for, to two places as forms print it."""
    return (Decimal(months) / MONTHS_OF_A_YEAR).quantize(CENT, ROUND_HALF_UP)


def per_head(amount: Decimal, months: int) -> Decimal | None:
    """An amount of one year in yuan per person, to the cent; None where nobody counts.

    It is taken from the months themselves, not from the rounded size.
    """
    return (amount * MONTHS_OF_A_YEAR / months).quantize(CENT, ROUND_HALF_UP) if months else None


def _month(day: date) -> int:
    return day.year * 12 + day.month
