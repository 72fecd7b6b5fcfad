"""When an opened step is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from engine.procedure import StepSpec
from engine.runs import NO_DATE
from engine.workdays import Calendar


def without_plan(spec: StepSpec) -> StepSpec:
    """The step as it is done when its gaps are filled: the plan's days and windows are over and do not count."""
    return replace(spec, clock=replace(spec.clock, planned=None, window=(None, None)))


def due_on(spec: StepSpec, opened_on: date, calendar: Callable[[], Calendar]) -> date:
    """The step's last day: the plan's own, the window's, or so many days after it opened; `NO_DATE` for never."""
    clock = spec.clock
    if clock.planned:
        return clock.planned[1]
    if clock.within:
        return calendar().period(opened_on, clock.within.n, clock.within.unit).last_on
    return clock.window[1] or NO_DATE
