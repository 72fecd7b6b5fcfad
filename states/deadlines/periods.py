"""The months, quarters and years for which duties are owed, and the last day that a duty has in one of them. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from engine.workdays import Calendar
from states.packs.duty import Every, When

MONTHS = {"month": 1, "quarter": 3, "year": 12}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """A month, quarter or year: `name` is 2022-03, 2022-Q1 or 2022."""

    first_on: date
    last_on: date
    name: str

    @property
    def label(self) -> str:
        """2022年3月, 2022年第1季度, 2022年."""
        year, _, part = self.name.partition("-")
        if part.startswith("Q"):
            return f"{year}年第{part[1:]}季度"
        return f"{year}年{int(part)}月" if part else f"{year}年"


def stretch_of(day: date, every: Every) -> Stretch:
    """The month, quarter or year in which a day lies."""
    months = MONTHS[every]
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    names = {"month": f"{day.year}-{first:02}", "quarter": f"{day.year}-Q{last // 3}", "year": str(day.year)}
    return Stretch(date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1]), names[every])


def stretches(every: Every, since: date, until: date) -> list[Stretch]:
    """Those that have a day between two days, the earliest first."""
    found = [stretch_of(since, every)] if since <= until else []
    while found and found[-1].last_on < until:
        found.append(stretch_of(found[-1].last_on + ONE_DAY, every))
    return found


def before(one: Stretch, every: Every) -> Stretch:
    """The one before it."""
    return stretch_of(one.first_on - ONE_DAY, every)


def opens_on(when: When, one: Stretch) -> date:
    """From which day the work for this period can be asked."""
    return one.last_on + ONE_DAY if when.after_end else one.first_on


def due_on(when: When, one: Stretch, calendar: Calendar) -> tuple[date, bool]:
    """The last day for a period, and whether it hangs on a calendar that is not published yet."""
    first = opens_on(when, one)
    if when.workdays:
        counted = calendar.period(first, when.workdays, "workdays", "posting-day")
        return counted.last_on, counted.provisional
    month = one.last_on if when.last_month else first
    return month.replace(day=min(when.day or 31, monthrange(month.year, month.month)[1])), False
