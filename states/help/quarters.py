"""Quarters of the calendar year, written 2022Q1, and when their statistics are due (BZ08: 每季度初5个工作日内)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from engine.workdays import Calendar

WRITTEN = re.compile(r"(20\d{2})Q([1-4])")
REPORT_WORKDAYS = 5


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def first_on(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_on(self) -> date:
        """Its last day."""
        return self.next.first_on - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        """The quarter after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> Quarter:
        """The quarter before it."""
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // 3)


def read_quarter(text: str) -> Quarter | None:
    """The quarter that a text such as 2022Q1 names; None for anything else."""
    match = WRITTEN.fullmatch(text)
    return Quarter(int(match[1]), int(match[2])) if match else None


def report_due_on(quarter: Quarter, calendar: Calendar) -> date:
    """The fifth working day of the next quarter, by which the statistics of this one are handed in."""
    day, left = quarter.next.first_on, REPORT_WORKDAYS
    while True:
        left -= calendar.is_workday(day)
        if not left:
            return day
        day += timedelta(days=1)
