"""The events from which clocks count, on a timetable: which step's end or which day each of them stands for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from engine.due import end_of
from engine.procedure import EVIDENCE, LEAD, MONTH_END, QUARTER_END, RUN, STEP, Procedure, StepSpec

ONE_DAY = timedelta(days=1)
ENDS = {MONTH_END: 1, QUARTER_END: 3}


def step_of(start: str, spec: StepSpec, graph: Procedure) -> str:
    """The step whose end an event stands for: the one named, or one above that asks for the evidence; "" for none."""
    name = ""
    if start.startswith(STEP):
        name = start.removeprefix(STEP)
    elif start.startswith(EVIDENCE):
        wanted = EVIDENCE + start.removeprefix(EVIDENCE)
        asking = (s.name for s in graph.ordered if any(need.name == wanted for need in s.each_need))
        name = next(asking, "")
    order = [one.name for one in graph.ordered]
    return name if name in order and order.index(name) < order.index(spec.name) else ""


def event_day(spec: StepSpec, graph: Procedure, started_on: date, opened_on: date, done: Mapping[str, date]) -> date:
    """The day from which a step's clock counts, on a timetable: a lead is taken to come in on the first day."""
    start = spec.clock.start
    if start in (RUN, LEAD):
        return started_on
    if start in ENDS:
        return end_of(opened_on, ENDS[start])
    name = step_of(start, spec, graph)
    return done[name] if name else opened_on


def last_opening(start: str, event_by: date) -> date:
    """The last day on which a step can open so that its event falls on `event_by` at the latest."""
    if start not in ENDS:
        return event_by
    end = end_of(event_by, ENDS[start])
    if end == event_by:
        return end
    return date(event_by.year, (event_by.month - 1) // ENDS[start] * ENDS[start] + 1, 1) - ONE_DAY
