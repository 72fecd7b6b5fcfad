"""A period between two days, and when it is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Count = Literal["next-day", "posting-day"]


@dataclass(frozen=True, slots=True)
class Period:
    """From `first_on` to the end of `last_on`; `days` are those that were counted.

    `provisional` says that the end rests on a year whose arrangement is not published.
    """

    first_on: date
    last_on: date
    provisional: bool
    days: tuple[date, ...]

    def is_over(self, today: date) -> bool:
        """Whether the last day has passed: the day itself still belongs to the period."""
        return today > self.last_on
