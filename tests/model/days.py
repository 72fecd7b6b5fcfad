"""A second reckoning of days, one day after the other, for the plain model: slow, short, and nobody else's."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import chinese_calendar

ONE = timedelta(days=1)


class Days:
    """Working days as they were published, with what was amended since."""

    def __init__(self) -> None:
        self.amended: dict[date, bool] = {}

    def is_worked(self, day: date) -> bool:
        """Whether the office works on that day."""
        if day in self.amended:
            return self.amended[day]
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:  # a year that is not published
            return day.weekday() < 5

    def last(self, start: date, length: str, count: str = "next-day", roll_over: bool = False) -> date:
        """The last day of a period that begins with something that happened on `start`."""
        n, unit = int(length.split(maxsplit=1)[0]), length.split()[1].rstrip("s")
        day = start if count == "posting-day" else start + ONE
        if unit == "workday":
            while not self.is_worked(day) or n > 1:
                n -= self.is_worked(day)
                day += ONE
            return day
        last = day + (n - 1) * ONE if unit == "day" else _months(start, n, inclusive=day == start)
        while roll_over and not self.is_worked(last):
            last += ONE
        return last

    def counted(self, start: date, until: date, length: str, count: str) -> int:
        """How many days of a period in days or working days were counted before `until`."""
        day, found = (start if count == "posting-day" else start + ONE), 0
        while day < until:
            found += self.is_worked(day) if "workday" in length else 1
            day += ONE
        return found


def _months(start: date, n: int, *, inclusive: bool) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + n, 12)
    longest = monthrange(year, month + 1)[1]
    if start.day > longest:
        return date(year, month + 1, longest)
    return date(year, month + 1, start.day) - (ONE if inclusive else timedelta())
