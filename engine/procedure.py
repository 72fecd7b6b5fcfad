"""Procedures: the steps that prepare one move, as a directed graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from engine.durations import Duration
from engine.errors import InvalidDefinition, Problem
from engine.guards import Need

if TYPE_CHECKING:
    from engine.facts import Facts


OPENING, RUN, LEAD = "opening", "run", "lead"
MONTH_END, QUARTER_END = "month-end", "quarter-end"
STEP, EVIDENCE = "step:", "evidence:"
EVENTS = (OPENING, RUN, LEAD, QUARTER_END, MONTH_END)
"""The events by name from which a clock may count; a step's end and a piece of evidence are named behind a prefix."""


@dataclass(frozen=True, slots=True)
class Clock:
    """When a step is due and on which days it may be done.

    `within` (at most) and `period` (at least) count from the event `start`, the step's opening by default;
    `planned` are the plan's own first and last day; `window` are the only days on which the step may be
    finished at all.
    """

    within: Duration | None = None
    planned: tuple[date, date] | None = None
    window: tuple[date | None, date | None] = (None, None)
    period: Duration | None = None
    start: str = OPENING

    @property
    def asks_for_days(self) -> bool:
        """Whether it can only be read with the days of the run: when steps opened and ended."""
        return self.period is not None or (self.within is not None and self.start != OPENING)


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason for leaving a step out: when it applies, and the sentence for it.

    `looks_back` says that it reads what earlier runs left; `unless` is the kind of evidence whose coming makes the
    step needed.
    """

    applies: Callable[[Facts], bool]
    reason: str
    looks_back: bool = False
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """When a step is left out by rule: any of these rules, each with the sentence for screen and paper."""

    rules: tuple[Rule, ...]

    def reason(self, facts: Facts) -> str:
        """The sentence of the first rule that applies; "" where the step has to be done."""
        return next((rule.reason for rule in self.rules if rule.applies(facts)), "")

    @property
    def looks_back(self) -> bool:
        """Whether some rule reads what earlier runs left."""
        return any(rule.looks_back for rule in self.rules)


@dataclass(frozen=True, slots=True)
class StepSpec:
    """One piece of work: who does it, after what, with what, by when.

    `by` is a role and `by_title` its name for people; `level` is the length of the area code at
    which its desk sits; `apart_from` names steps that the same person must not have done;
    `forms` are the titles of the forms that are filled in.
    """

    name: str
    title: str
    by: str
    by_title: str
    level: int
    after: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    clock: Clock = Clock()
    skip: Skip | None = None
    apart_from: tuple[str, ...] = ()
    basis: str = ""
    forms: tuple[str, ...] = ()

    @property
    def each_need(self) -> tuple[Need, ...]:
        """The needs with their alternatives laid out one beside the other."""
        return tuple(one for need in self.needs for one in (need.alternatives or (need,)))


@dataclass(frozen=True)
class Procedure:
    """A sound graph of steps; an unsound one cannot be constructed.

    Raises `InvalidDefinition` for no steps, names used twice, unknown predecessors and cycles.
    """

    name: str
    title: str
    steps: tuple[StepSpec, ...]
    basis: str = ""

    def __post_init__(self) -> None:
        if problems := list(self._problems()):
            raise InvalidDefinition(*problems)

    def _problems(self) -> Iterable[Problem]:
        if not self.steps:
            yield Problem(self.name, "程序没有任何步骤")
        known = {step.name for step in self.steps}
        if len(known) != len(self.steps):
            yield Problem(self.name, "有同名的步骤")
        for step in self.steps:
            for name in {*step.after, *step.apart_from} - known:
                yield Problem(f"{self.name}.{step.name}", f"没有名为“{name}”的步骤")
        left = {step.name: set(step.after) & known for step in self.steps}
        while ready := {name for name, before in left.items() if not before}:
            left = {name: before - ready for name, before in left.items() if name not in ready}
        if left:
            yield Problem(self.name, f"步骤首尾相接成环: {'、'.join(left)}")

    @cached_property
    def by_name(self) -> dict[str, StepSpec]:
        """The steps by their names."""
        return {step.name: step for step in self.steps}

    @cached_property
    def never_skips(self) -> bool:
        """Whether what follows a step never depends on the case."""
        return not any(step.skip for step in self.steps)

    @cached_property
    def asks_for_days(self) -> bool:
        """Whether some clock counts from a day that lies in the run."""
        return any(step.clock.asks_for_days for step in self.steps)

    @cached_property
    def ends_that_count(self) -> frozenset[str]:
        """The steps from whose end some other clock counts."""
        return frozenset(s.clock.start.removeprefix(STEP) for s in self.steps if s.clock.start.startswith(STEP))

    def asked_for_by(self, step: str) -> tuple[str, ...]:
        """The kinds of evidence that may still come at this step, and make one of the next steps needed."""
        after = [spec.skip for spec in self.steps if step in spec.after and spec.skip]
        return tuple(dict.fromkeys(rule.unless for skip in after for rule in skip.rules if rule.unless))

    @cached_property
    def looks_back(self) -> bool:
        """Whether some step is left out by what earlier runs left."""
        return any(step.skip.looks_back for step in self.steps if step.skip)

    @cached_property
    def descendants(self) -> dict[str, frozenset[str]]:
        """For each step all that come after it, near and far."""
        found: dict[str, frozenset[str]] = {}

        def collect(name: str) -> frozenset[str]:
            if name not in found:
                near = [step.name for step in self.steps if name in step.after]
                found[name] = frozenset(near).union(*(collect(n) for n in near))
            return found[name]

        for step in self.steps:
            collect(step.name)
        return found

    @cached_property
    def ordered(self) -> tuple[StepSpec, ...]:
        """The steps so that each comes after all it waits for, in the written order otherwise."""
        placed: dict[str, StepSpec] = {}
        while len(placed) < len(self.steps):
            for step in self.steps:
                if step.name not in placed and set(step.after) <= placed.keys():
                    placed[step.name] = step
        return tuple(placed.values())
