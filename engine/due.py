"""When an opened step is due, when one that has to wait may be finished, and when a whole run has to be over."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from engine.definition import Move
from engine.months import later
from engine.periods import Period
from engine.procedure import EVIDENCE, LEAD, MONTH_END, OPENING, QUARTER_END, RUN, STEP, StepSpec
from engine.runs import NO_DATE
from engine.workdays import Calendar

if TYPE_CHECKING:
    from engine.facts import Facts

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cap:
    """The last day of a whole run, from which event it counts, and whether that day has passed."""

    last_on: date
    since: date
    provisional: bool
    overdue: bool


def event_on(start: str, facts: Facts, opened_on: date | None, ended: Collection[str] = ()) -> date | None:
    """The day of the event that a clock counts from; None while it has not come.

    `ended` are the steps that end by the very act that is being written.
    """
    if start.startswith(EVIDENCE):
        shown = facts.shown(start.removeprefix(EVIDENCE))
        return date.fromisoformat(shown[-1].happened_on) if shown else None
    if start.startswith(STEP):
        name = start.removeprefix(STEP)
        return facts.today if name in ended else facts.days.done.get(name) if facts.days else None
    if start in (RUN, LEAD) and facts.days:
        return facts.days.started_on if start == RUN else facts.days.lead_on
    if start in (MONTH_END, QUARTER_END) and opened_on:
        return end_of(opened_on, 1 if start == MONTH_END else 3)
    return opened_on


def wait_of(spec: StepSpec, facts: Facts) -> Period | None:
    """The days that must be over before the step may be finished; None while they have not begun to count."""
    length = spec.clock.period
    since = event_on(spec.clock.start, facts, facts.days.opened.get(spec.name)) if facts.days else None
    if length is None or since is None or facts.days is None:
        return None
    return facts.days.calendar().period(since, length.n, length.unit)


def end_of(day: date, months: int) -> date:
    """The last day of the month or quarter in which a day lies."""
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return later(first, months) - ONE_DAY


def without_plan(spec: StepSpec) -> StepSpec:
    """The step as it is done when its gaps are filled: the plan's days and windows are over and do not count."""
    return replace(spec, clock=replace(spec.clock, planned=None, window=(None, None)))


def due_on(
    spec: StepSpec,
    opened_on: date,
    calendar: Callable[[], Calendar],
    facts: Facts | None = None,
    ended: Collection[str] = (),
) -> date:
    """The step's last day: the plan's own, the window's, or so long after its event; `NO_DATE` for never or not yet."""
    clock = spec.clock
    if clock.planned:
        return clock.planned[1]
    if clock.within:
        since = opened_on if clock.start == OPENING or facts is None else event_on(clock.start, facts, opened_on, ended)
        if since:
            return calendar().period(since, clock.within.n, clock.within.unit).last_on
    return clock.window[1] or NO_DATE


def cap_of(move: Move, facts: Facts) -> Cap | None:
    """The last day of the whole run; None without one, or while the event it counts from has not come."""
    if move.within is None or facts.days is None:
        return None
    since = event_on(move.start, facts, facts.days.started_on)
    if since is None:
        return None
    period = facts.days.calendar().period(since, move.within.n, move.within.unit)
    return Cap(period.last_on, since, period.provisional, period.is_over(facts.today))
