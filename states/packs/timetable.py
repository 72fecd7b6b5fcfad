"""Whether a procedure fits between its own dates on the real calendar, and the earliest day of every step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from engine.definition import Move
from engine.workdays import Calendar
from states.terms import terms_of

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One step: the first day it can begin and the first day it can be finished, and its last allowed day."""

    step: str
    title: str
    begins_on: date
    done_on: date
    last_on: date | None
    provisional: bool

    @property
    def fits(self) -> bool:
        """Whether the earliest end is not after the last allowed day."""
        return self.last_on is None or self.done_on <= self.last_on


def timetable(move: Move, digest: str, calendar: Calendar, start: date) -> tuple[Row, ...]:
    """The rows of a move's procedure in order, begun on `start`.

    A notice is over at the end of its last day: the next step can begin on the day after. The plan's
    last day of a notice step is the last day of the posting, so that is what is held against it.
    """
    if move.procedure is None:
        return ()
    ready: dict[str, date] = {}
    rows = []
    for spec in move.procedure.ordered:
        begins = max([start, *(ready[name] for name in spec.after)])
        if spec.clock.planned:
            begins = max(begins, spec.clock.planned[0])
        if spec.clock.window[0]:
            begins = max(begins, spec.clock.window[0])
        last = spec.clock.planned[1] if spec.clock.planned else spec.clock.window[1]
        done, provisional, after = begins, False, begins
        if terms := terms_of(digest, spec.name):
            period = calendar.period(begins, terms.duration.n, terms.duration.unit, terms.count, terms.roll_over)
            done, provisional, after = period.last_on, period.provisional, period.last_on + ONE_DAY
        ready[spec.name] = after
        rows.append(Row(spec.name, spec.title, begins, done, last, provisional))
    return tuple(rows)
