"""Working days: make-up days, local rest days, later amendments, and ends that are only provisional.

Four layers, the first that knows a day wins: what a place decided for itself, the
arrangement entered by the site with its document number, the years published in the
library, and the statutory days of years nobody has arranged yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from engine import published
from engine.durations import BadDuration, Duration, Unit
from engine.months import later
from engine.periods import Count, Period

ONE_DAY = timedelta(days=1)
THINKABLE = range(1900, 2901)  # a date outside is a typing slip, and ten years on must still be a date


class Source(StrEnum):
    """Who says whether a day is worked."""

    LOCAL = "local"
    ARRANGEMENT = "arrangement"
    LIBRARY = "library"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class Day:
    """A day, whether it is worked, and on whose word."""

    date: date
    is_workday: bool
    source: Source
    name: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One document about rest days: whole-country where `place` is empty, else of the places with that code prefix.

    `year` says that the document settles this whole year; without it only the listed days are settled.
    """

    document: str
    days: tuple[ArrangedDay, ...]
    year: int | None = None
    place: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class ArrangedDay:
    """One day of an arrangement: a rest day, or a make-up day that is worked."""

    on: date
    is_workday: bool
    name: str = ""


class Calendar:
    """The working days of one place.

    `arrangements` are in the order in which they were recorded; of two that name the same
    day the one of the narrower place wins, then the later one.
    """

    def __init__(self, arrangements: Iterable[Arrangement] = ()) -> None:
        self._days: dict[date, Day] = {}
        self._documents: dict[int, Arrangement] = {}
        for arrangement in sorted(arrangements, key=lambda one: len(one.place)):  # stable: keeps the recorded order
            source = Source.LOCAL if arrangement.place else Source.ARRANGEMENT
            for day in arrangement.days:
                self._days[day.on] = Day(day.on, day.is_workday, source, day.name, arrangement.document)
            if arrangement.year:
                self._documents[arrangement.year] = arrangement
        self._rest: dict[int, tuple[frozenset[date], frozenset[date]]] = {}

    def day(self, on: date) -> Day:
        """Everything known about one day."""
        if on in self._days:
            return self._days[on]
        ordinary = on.weekday() < 5
        if on.year in published.YEARS:
            if on in published.MADE_UP:
                return Day(on, True, Source.LIBRARY, published.MADE_UP[on])
            return Day(on, ordinary and on not in published.REST, Source.LIBRARY, published.REST.get(on, ""))
        if on.year in self._documents:
            document = self._documents[on.year]
            return Day(on, ordinary, Source.LOCAL if document.place else Source.ARRANGEMENT, "", document.document)
        name = published.statutory(on.year).get(on, "")
        return Day(on, ordinary and not name, Source.PROVISIONAL, name)

    def is_workday(self, on: date) -> bool:
        """Whether the office works on that day."""
        return on not in self._year(on.year)[0]

    def is_provisional(self, on: date) -> bool:
        """Whether nobody has arranged that day yet."""
        return on in self._year(on.year)[1]

    def period(
        self, start: date, n: int, unit: Unit = "workdays", count: Count = "next-day", roll_over: bool = False
    ) -> Period:
        """The period of `n` units that begins with an event on `start`.

        The day of the event counts only with `count="posting-day"`. `roll_over` moves an end that is a
        rest day to the next working day (Civil Code 203). Raise BadDuration for a senseless length.
        """
        length = Duration(n, unit)
        if start.year not in THINKABLE:
            raise BadDuration(start.isoformat(), "日期须在1900年至2900年之间")
        first = start if count == "posting-day" else start + ONE_DAY
        if unit == "workdays":
            return self._worked(first, length.n)
        last = first + timedelta(days=length.n - 1) if unit == "days" else later(start, n, inclusive=first == start)
        ends = [last]
        while roll_over and not self.is_workday(ends[-1]):
            ends.append(ends[-1] + ONE_DAY)
        counted = tuple(first + timedelta(days=i) for i in range((ends[-1] - first).days + 1))
        return Period(first, ends[-1], roll_over and any(map(self.is_provisional, ends)), counted)

    def period_of(self, start: date, length: Duration, count: Count = "next-day", roll_over: bool = False) -> Period:
        """The same, for a length already read from a pack."""
        return self.period(start, length.n, length.unit, count, roll_over)

    def workdays_between(self, first: date, last: date) -> int:
        """How many working days lie from `first` to `last`, both included; 0 when they are the wrong way round."""
        return sum(self.is_workday(first + timedelta(days=i)) for i in range((last - first).days + 1))

    def latest_start(
        self, deadline: date, n: int, unit: Unit = "workdays", count: Count = "next-day", roll_over: bool = False
    ) -> date:
        """The last day on which a period can begin and still end by `deadline`; rest days are not excluded."""
        start, length = deadline, Duration(n, unit)
        if unit == "workdays":
            for _ in range(length.n):  # back over the n working days that have to fit
                start = self._workday_by(start) - ONE_DAY
            return start + ONE_DAY if count == "posting-day" else start
        start = min(later(deadline, -n), deadline) if unit == "months" else deadline - timedelta(days=n)
        start += timedelta(days=4)  # short months: the way back lands up to three days early
        while self.period(start, n, unit, count, roll_over).last_on > deadline:
            start -= ONE_DAY
        return start

    def _workday_by(self, on: date) -> date:
        while not self.is_workday(on):
            on -= ONE_DAY
        return on

    def _worked(self, first: date, n: int) -> Period:
        counted: list[date] = []
        on, provisional = first, False
        while True:
            rest, unsettled = self._year(on.year)
            provisional = provisional or on in unsettled
            if on not in rest:
                counted.append(on)
                if len(counted) == n:
                    return Period(first, on, provisional, tuple(counted))
            on += ONE_DAY

    def _year(self, year: int) -> tuple[frozenset[date], frozenset[date]]:
        """The rest days and the unsettled days of a year, worked out once: counting asks for thousands of days."""
        if year not in self._rest:
            first = date(year, 1, 1)
            days = [self.day(first + timedelta(days=i)) for i in range((date(year, 12, 31) - first).days + 1)]
            rest = frozenset(day.date for day in days if not day.is_workday)
            unsettled = frozenset(day.date for day in days if day.source is Source.PROVISIONAL)
            self._rest[year] = rest, unsettled
        return self._rest[year]
