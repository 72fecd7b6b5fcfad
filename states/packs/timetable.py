"""Whether a procedure fits between its own dates on the real calendar: the first and last day of every step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from engine.definition import Move
from engine.periods import Count
from engine.procedure import Procedure, StepSpec
from engine.workdays import Calendar
from states.packs.backward import last_day, latest, openings
from states.packs.events import event_day
from states.terms import terms_of

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One step: the first day it can begin and the first day it can be finished, and its last allowed day.

    `latest_begin` and `latest_done` are the last days that still keep every later date of the plan and the deadline;
    `slack` are the working days between the first and the last possible end, `late` those by which the step's own
    last day is missed. `due_on` is the day that its time limit sets, counted from its event.
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
    due_on: date | None = None

    @property
    def fits(self) -> bool:
        """Whether the earliest end is not after the last allowed day."""
        return self.last_on is None or self.done_on <= self.last_on

    @property
    def late_days(self) -> int:
        """By how many calendar days the last allowed day is missed."""
        return 0 if self.last_on is None else max(0, (self.done_on - self.last_on).days)

    @property
    def overdue(self) -> bool:
        """Whether even the earliest end is after the day that the time limit sets."""
        return self.due_on is not None and self.done_on > self.due_on


@dataclass(frozen=True, slots=True)
class Earliest:
    """The first day on which a step can begin and be finished, when those after it can begin, and when it is due."""

    begin: date
    done: date
    after: date
    due: date | None
    provisional: bool


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
    limits = latest(move, digest, calendar, deadline, count)
    found: dict[str, Earliest] = {}
    rows = []
    for spec in move.procedure.ordered:
        one = found[spec.name] = _earliest(spec, move.procedure, digest, calendar, start, count, found)
        last = last_day(spec)
        if deadline and not any(spec.name in other.after for other in move.procedure.steps):
            last = min(last or deadline, deadline)
        limit = limits[spec.name]
        slack = None if limit.done is None else workdays_apart(calendar, one.done, limit.done)
        late = calendar.workdays_between(last + ONE_DAY, one.done) if last else 0
        days = (one.begin, one.done, last, one.provisional, limit.begin, limit.done)
        rows.append(Row(spec.name, spec.title, *days, slack, late, one.due))
    return tuple(rows)


def _earliest(
    spec: StepSpec,
    graph: Procedure,
    digest: str,
    calendar: Calendar,
    start: date,
    count: Count | None,
    found: dict[str, Earliest],
) -> Earliest:
    begins = max([start, *(found[name].after for name in spec.after), *openings(spec)])
    done, provisional, after, due = begins, False, begins, None
    if terms := terms_of(digest, spec.name):
        length = terms.duration
        period = calendar.period(begins, length.n, length.unit, count or terms.count, terms.roll_over)
        done, provisional, after = period.last_on, period.provisional, period.last_on + ONE_DAY
    event = event_day(spec, graph, start, begins, {name: one.done for name, one in found.items()})
    if spec.clock.period:
        wait = calendar.period_of(event, spec.clock.period)
        done, after = max(done, wait.last_on + ONE_DAY), max(after, wait.last_on + ONE_DAY)
        provisional = provisional or wait.provisional
    if spec.clock.within:
        due = calendar.period_of(event, spec.clock.within).last_on
    return Earliest(begins, done, after, due, provisional)


def workdays_apart(calendar: Calendar, first: date, last: date) -> int:
    """How many working days lie after `first` up to `last`; negative when `last` is the earlier one."""
    if last >= first:
        return calendar.workdays_between(first + ONE_DAY, last)
    return -calendar.workdays_between(last + ONE_DAY, first)
