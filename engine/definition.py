"""Lifecycles as data: states, moves, and the checks that keep them sound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from engine.durations import Duration
from engine.errors import InvalidDefinition, Problem
from engine.guards import Need
from engine.procedure import LEAD, RUN, Procedure


@dataclass(frozen=True, slots=True)
class State:
    """A resting place, with the label people see."""

    name: str
    label: str
    final: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A way from some states to another, its own guards, and the procedure that prepares it.

    `by` are the roles that may make a move that has no procedure; `irreversible` marks a point of
    no return in a system outside: it asks for confirmation and is never sent back. `way` is what the move
    means, where several moves do the same by different procedures; `within` and `start` are the length of the
    whole run at most, and the event it counts from.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    needs: tuple[Need, ...] = ()
    procedure: Procedure | None = None
    by: tuple[str, ...] = ()
    irreversible: bool = False
    basis: str = ""
    way: str = ""
    within: Duration | None = None
    start: str = RUN

    def __post_init__(self) -> None:
        object.__setattr__(self, "way", self.way or self.name)

    @property
    def asks_for_days(self) -> bool:
        """Whether its clocks count from days that lie in the run."""
        return self.within is not None or (self.procedure is not None and self.procedure.asks_for_days)

    @property
    def asks_for_lead(self) -> bool:
        """Whether some clock counts from the day on which the lead came in."""
        steps = self.procedure.steps if self.procedure else ()
        return LEAD in (self.start if self.within else "", *(step.clock.start for step in steps))


@dataclass(frozen=True)
class Definition:
    """A whole lifecycle; an unsound one cannot be constructed.

    `kind` is the kind of thing it describes, `digest` names this very wording of it. Raises
    `InvalidDefinition` for unknown states, names used twice, unreachable states and dead ends.
    """

    kind: str
    digest: str
    title: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        if problems := list(self._problems()):
            raise InvalidDefinition(*problems)

    def _problems(self) -> Iterable[Problem]:
        known = {state.name for state in self.states}
        if not self.states:
            yield Problem(self.title, "没有任何状态")
            return
        if len(known) != len(self.states):
            yield Problem(self.title, "有同名的状态")
        if len({move.name for move in self.moves}) != len(self.moves):
            yield Problem(self.title, "有同名的变动")
        for move in self.moves:
            for name in sorted({*move.sources, move.target} - known):
                yield Problem(f"{self.title}.{move.name}", f"没有名为“{name}”的状态")
            if not move.sources:
                yield Problem(f"{self.title}.{move.name}", "没有写明从哪个状态出发")
        reached = {self.initial}
        while more := {m.target for m in self.moves if reached.intersection(m.sources)} - reached:
            reached |= more
        for name in sorted(known - reached):
            yield Problem(self.title, f"没有任何变动能到达状态“{name}”")
        leaving = {source for move in self.moves for source in move.sources}
        for state in self.states:
            if not state.final and state.name not in leaving:
                yield Problem(self.title, f"状态“{state.name}”进得去出不来，又没有标为终点")

    @property
    def initial(self) -> str:
        """The first state listed."""
        return self.states[0].name

    @cached_property
    def by_name(self) -> dict[str, Move]:
        """The moves by their names."""
        return {move.name: move for move in self.moves}

    @cached_property
    def labels(self) -> dict[str, str]:
        """The label of each state."""
        return {state.name: state.label for state in self.states}

    def title_of(self, act: str) -> str:
        """What people call a move or a step of this definition; the name itself when it has neither."""
        if act in self.by_name:
            return self.by_name[act].label
        found = (move.procedure.by_name.get(act) for move in self.moves if move.procedure)
        return next((step.title for step in found if step), act)

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """The moves a case in `state` could attempt."""
        return tuple(move for move in self.moves if state in move.sources)
