"""The timetable reckoned back: the last day on which each step can begin and be finished."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.definition import Move
from engine.periods import Count
from engine.procedure import LEAD, RUN, Procedure, StepSpec
from engine.workdays import Calendar
from states.packs.events import last_opening, step_of
from states.terms import terms_of

ONE_DAY = timedelta(days=1)
START = ""
"""Stands among the steps for the start of the whole."""


@dataclass(frozen=True, slots=True)
class Latest:
    """The last day on which a step can begin, and on which it can be finished; None where nothing limits it."""

    begin: date | None
    done: date | None


def latest(
    move: Move, digest: str, calendar: Calendar, deadline: date | None = None, count: Count | None = None
) -> dict[str, Latest]:
    """The last days of every step, and of the start, from the deadline and from the plan's own last days."""
    if move.procedure is None:
        return {}
    found: dict[str, Latest] = {}
    events: dict[str, list[date]] = {}  # days by which a step, or the start, has to be behind for another's clock
    for spec in reversed(move.procedure.ordered):
        found[spec.name] = _limit(spec, move.procedure, digest, calendar, deadline, count, found, events)
    start = _first(events.get(START, ()))
    return found | {START: Latest(start, start)}


def _limit(
    spec: StepSpec,
    graph: Procedure,
    digest: str,
    calendar: Calendar,
    deadline: date | None,
    count: Count | None,
    found: dict[str, Latest],
    events: dict[str, list[date]],
) -> Latest:
    following = [day for s in graph.steps if spec.name in s.after if (day := found[s.name].begin)]
    hard = [day for day in (last_day(spec), deadline, *events.get(spec.name, ())) if day]
    waited = _first([*hard, *following])
    begins = [waited]
    terms = terms_of(digest, spec.name)
    done = _first([*hard, *(day - ONE_DAY for day in following)]) if terms else waited
    if terms and done:
        length = terms.duration
        begins = [calendar.latest_start(done, length.n, length.unit, count or terms.count, terms.roll_over)]
    if spec.clock.period and waited:
        length = spec.clock.period
        event_by = calendar.latest_start(waited - ONE_DAY, length.n, length.unit)
        if spec.clock.start in (RUN, LEAD):
            events.setdefault(START, []).append(event_by)
        elif name := step_of(spec.clock.start, spec, graph):
            events.setdefault(name, []).append(event_by)
        else:
            begins.append(last_opening(spec.clock.start, event_by))
    return Latest(_first([*begins, waited]), done)


def latest_start(
    move: Move, digest: str, calendar: Calendar, deadline: date | None = None, count: Count | None = None
) -> date | None:
    """The last day on which the procedure can begin and still keep every date.

    None when nothing limits it, or when no start keeps them: `can_be_kept` tells which.
    """
    if not can_be_kept(move, digest, calendar, deadline, count):
        return None
    limits = latest(move, digest, calendar, deadline, count).values()
    return _first(limit.begin for limit in limits)


def can_be_kept(
    move: Move, digest: str, calendar: Calendar, deadline: date | None = None, count: Count | None = None
) -> bool:
    """Whether any start keeps every date: each step must be open on a day that is not too late for it."""
    if move.procedure is None:
        return True
    limits = latest(move, digest, calendar, deadline, count)
    opens = ((limits[spec.name].begin, day) for spec in move.procedure.steps for day in openings(spec))
    return all(limit is None or day <= limit for limit, day in opens)


def last_day(spec: StepSpec) -> date | None:
    """The plan's own last day of a step."""
    return spec.clock.planned[1] if spec.clock.planned else spec.clock.window[1]


def openings(spec: StepSpec) -> Iterator[date]:
    """The days before which a step cannot begin."""
    if spec.clock.planned:
        yield spec.clock.planned[0]
    if spec.clock.window[0]:
        yield spec.clock.window[0]


def _first(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day), default=None)
