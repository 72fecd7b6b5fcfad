"""Whether a procedure fits between its own dates on the real calendar: forward from a start, back from a deadline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.definition import Move
from engine.periods import Count, Period
from engine.procedure import StepSpec
from engine.workdays import Calendar
from states.terms import NoticeTerms, terms_of

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One step: the first day it can begin and the first day it can be finished, and its last allowed day.

    `latest_begin` and `latest_done` are the last days that still keep every later date of the plan and the deadline;
    `slack` are the working days between the first and the last possible end, `late` those by which the step's own
    last day is missed, with `late_days` counting rest days as well.
    """

    step: str
    title: str
    begins_on: date
    done_on: date
    last_on: date | None
    provisional: bool
    latest_begin: date | None = None
    latest_done: date | None = None
    slack: int | None = None
    late: int = 0

    @property
    def fits(self) -> bool:
        """Whether the earliest end is not after the last allowed day."""
        return self.last_on is None or self.done_on <= self.last_on

    @property
    def late_days(self) -> int:
        """By how many calendar days the last allowed day is missed."""
        return 0 if self.last_on is None else max(0, (self.done_on - self.last_on).days)


@dataclass(frozen=True, slots=True)
class Latest:
    """The last day on which a step can begin, and on which it can be finished; None where nothing limits it."""

    begin: date | None
    done: date | None


def timetable(
    move: Move,
    digest: str,
    calendar: Calendar,
    start: date,
    deadline: date | None = None,
    count: Count | None = None,
) -> tuple[Row, ...]:
    """The rows of a move's procedure in order, begun on `start`, to be finished by `deadline`.

    A notice is over at the end of its last day: the next step can begin on the day after. The plan's
    last day of a notice step is the last day of the posting, so that is what is held against it.
    `count` reckons all notices in this way instead of the plan's own.
    """
    if move.procedure is None:
        return ()
    backward = latest(move, digest, calendar, deadline, count)
    ready: dict[str, date] = {}
    rows = []
    for spec in move.procedure.ordered:
        begins = max([start, *(ready[name] for name in spec.after), *_opens(spec)])
        done, provisional, after = begins, False, begins
        if terms := terms_of(digest, spec.name):
            period = _period(calendar, begins, terms, count)
            done, provisional, after = period.last_on, period.provisional, period.last_on + ONE_DAY
        ready[spec.name] = after
        last = last_day(spec)
        if deadline and not any(spec.name in other.after for other in move.procedure.steps):
            last = min(last or deadline, deadline)
        limit = backward[spec.name]
        slack = None if limit.done is None else workdays_apart(calendar, done, limit.done)
        late = calendar.workdays_between(last + ONE_DAY, done) if last else 0
        rows.append(Row(spec.name, spec.title, begins, done, last, provisional, limit.begin, limit.done, slack, late))
    return tuple(rows)


def latest(
    move: Move, digest: str, calendar: Calendar, deadline: date | None = None, count: Count | None = None
) -> dict[str, Latest]:
    """The last days of every step, reckoned back from the deadline and from the plan's own last days."""
    if move.procedure is None:
        return {}
    found: dict[str, Latest] = {}
    for spec in reversed(move.procedure.ordered):
        terms = terms_of(digest, spec.name)
        next_ones = [found[other.name].begin for other in move.procedure.steps if spec.name in other.after]
        pause = ONE_DAY if terms else timedelta()
        limits = [last_day(spec), deadline, *(day - pause for day in next_ones if day)]
        done = min((day for day in limits if day), default=None)
        begin = done
        if done and terms:
            begin = calendar.latest_start(
                done, terms.duration.n, terms.duration.unit, count or terms.count, terms.roll_over
            )
        found[spec.name] = Latest(begin, done)
    return found


def latest_start(
    move: Move, digest: str, calendar: Calendar, deadline: date | None = None, count: Count | None = None
) -> date | None:
    """The last day on which the procedure can begin and still keep every date.

    None when nothing limits it, or when no start keeps them: `can_be_kept` tells which.
    """
    if not can_be_kept(move, digest, calendar, deadline, count):
        return None
    return min(
        (one.begin for one in latest(move, digest, calendar, deadline, count).values() if one.begin), default=None
    )


def can_be_kept(
    move: Move, digest: str, calendar: Calendar, deadline: date | None = None, count: Count | None = None
) -> bool:
    """Whether any start keeps every date: each step must be open on a day that is not too late for it."""
    if move.procedure is None:
        return True
    limits = latest(move, digest, calendar, deadline, count)
    opens = ((limits[spec.name].begin, day) for spec in move.procedure.steps for day in _opens(spec))
    return all(limit is None or day <= limit for limit, day in opens)


def workdays_apart(calendar: Calendar, first: date, last: date) -> int:
    """How many working days lie after `first` up to `last`; negative when `last` is the earlier one."""
    if last >= first:
        return calendar.workdays_between(first + ONE_DAY, last)
    return -calendar.workdays_between(last + ONE_DAY, first)


def last_day(spec: StepSpec) -> date | None:
    """The plan's own last day of a step."""
    return spec.clock.planned[1] if spec.clock.planned else spec.clock.window[1]


def _opens(spec: StepSpec) -> Iterator[date]:
    if spec.clock.planned:
        yield spec.clock.planned[0]
    if spec.clock.window[0]:
        yield spec.clock.window[0]


def _period(calendar: Calendar, begins: date, terms: NoticeTerms, count: Count | None) -> Period:
    return calendar.period(begins, terms.duration.n, terms.duration.unit, count or terms.count, terms.roll_over)
