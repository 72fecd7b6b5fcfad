"""The stretch of time that a report tells of, in the words of official papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from engine.clock import OFFICE
from states.help.quarters import Quarter, quarter_of

NUMERALS = "一二三四"


@dataclass(frozen=True, slots=True)
class Period:
    """From a first to a last day, both included."""

    first_on: date
    last_on: date

    @property
    def begins_at(self) -> datetime:
        """The instant with which the first office day begins."""
        return datetime.combine(self.first_on, time(), OFFICE)

    @property
    def ends_at(self) -> datetime:
        """The instant at which the last office day is over."""
        return datetime.combine(self.last_on + timedelta(days=1), time(), OFFICE)

    @property
    def quarter(self) -> Quarter | None:
        """The quarter that the period is exactly; None for any other stretch."""
        quarter = quarter_of(self.first_on)
        return quarter if (self.first_on, self.last_on) == (quarter.first_on, quarter.last_on) else None

    @property
    def is_month(self) -> bool:
        """Whether it is exactly a month of the calendar."""
        return (self.first_on, self.last_on) == (_first(self.first_on), _last(self.first_on))

    @property
    def ending_quarter(self) -> Quarter:
        """The quarter in which the last day lies."""
        return quarter_of(self.last_on)

    @property
    def words(self) -> str:
        """2021年第四季度, 2021年度, or from day to day."""
        if quarter := self.quarter:
            return f"{quarter.year}年第{NUMERALS[quarter.number - 1]}季度"
        year = self.first_on.year
        if self.is_month:
            return f"{year}年{self.first_on.month}月"
        if (self.first_on, self.last_on) == (date(year, 1, 1), date(year, 12, 31)):
            return f"{year}年度"
        return f"{_day(self.first_on)}至{_day(self.last_on, after=self.first_on)}"

    @property
    def now_words(self) -> str:
        """How a report speaks of its own period: 本季度, 本年度, or 这一时期."""
        if self.quarter:
            return "本季度"
        if self.is_month:
            return "本月"
        return "本年度" if self.words.endswith("年度") else "本期"


def of_quarter(quarter: Quarter) -> Period:
    """The days of a quarter."""
    return Period(quarter.first_on, quarter.last_on)


def of_month(day: date) -> Period:
    """The days of the month in which a day lies."""
    return Period(_first(day), _last(day))


def _first(day: date) -> date:
    return day.replace(day=1)


def _last(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)


def of_year(year: int) -> Period:
    """The days of a calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def _day(day: date, after: date | None = None) -> str:
    year = "" if after is not None and after.year == day.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"
