"""Whether a plan can keep its own calendar: under each way of counting a notice, and from which start days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.definition import Move
from engine.periods import Count
from engine.words import N_
from engine.workdays import Calendar
from states.packs.backward import ONE_DAY, can_be_kept, latest_start
from states.packs.loader import Pack
from states.packs.timetable import Row, timetable
from states.terms import terms_of

COUNTS: dict[Count | None, str] = {
    None: N_("按方案的规定"),
    "posting-day": N_("张贴当天计入"),
    "next-day": N_("张贴次日起算"),
}
"""The ways in which the days of a notice may be counted; None is the plan's own."""
MOST_STARTS = 60


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether the dates of a move can be kept when its notices are counted in one way.

    `late` are the rows that miss their last day when it begins on `first`; `last_start` is the last day on which it
    may begin, and `slack` the working days from `first` up to it. `bound` says that anything limits it at all.
    """

    count: Count | None
    first: date
    possible: bool
    last_start: date | None
    slack: int | None
    late: tuple[Row, ...]
    provisional: bool

    @property
    def bound(self) -> bool:
        """Whether a date of the plan or a deadline limits the start."""
        return not self.possible or self.last_start is not None


@dataclass(frozen=True, slots=True)
class StartDay:
    """A working day on which to begin: the working days to spare on the tightest step under each way of counting."""

    day: date
    own: int | None
    posting_day: int | None
    next_day: int | None
    provisional: bool


def first_day(pack: Pack, move: Move, today: date) -> date:
    """The plan's own first day of a move: its first planned day, else the first day on which the plan holds."""
    planned = [s.clock.planned[0] for s in (move.procedure.steps if move.procedure else ()) if s.clock.planned]
    return min(planned, default=pack.file.pack.valid.since or today)


def kept(
    pack: Pack, move: Move, calendar: Calendar, first: date, deadline: date | None = None, count: Count | None = None
) -> Kept:
    """Whether the dates of a move can be kept, begun on `first` or later."""
    rows = timetable(move, pack.digest, calendar, first, deadline, count)
    possible = can_be_kept(move, pack.digest, calendar, deadline, count)
    last = latest_start(move, pack.digest, calendar, deadline, count)
    slack = None
    if last is not None:
        slack = calendar.workdays_between(first + ONE_DAY, last) if last >= first else None
    unsure = any(row.provisional for row in rows) or (last is not None and calendar.is_provisional(last))
    late = tuple(row for row in rows if not row.fits)
    return Kept(count, first, possible and not late, last, slack, late, unsure)


def ways_of_counting(pack: Pack, move: Move) -> tuple[Count | None, ...]:
    """The plan's own way, and both ways where the move has a notice at all."""
    steps = move.procedure.steps if move.procedure else ()
    return tuple(COUNTS) if any(terms_of(pack.digest, spec.name) for spec in steps) else (None,)


def start_days(
    pack: Pack, move: Move, calendar: Calendar, first: date, deadline: date | None = None
) -> Iterator[StartDay]:
    """The working days from `first` on which the procedure can begin under some way of counting; at most sixty."""
    ways = {count: latest_start(move, pack.digest, calendar, deadline, count) for count in COUNTS}
    limit = max((day for day in ways.values() if day), default=None)
    given, day = 0, first
    while limit is not None and day <= limit and given < MOST_STARTS:
        if calendar.is_workday(day):
            given += 1
            spare = {count: _spare(calendar, day, last) for count, last in ways.items()}
            unsure = any(row.provisional for row in timetable(move, pack.digest, calendar, day, deadline))
            yield StartDay(day, spare[None], spare["posting-day"], spare["next-day"], unsure)
        day += timedelta(days=1)


def _spare(calendar: Calendar, day: date, last: date | None) -> int | None:
    return None if last is None or day > last else calendar.workdays_between(day + ONE_DAY, last)
