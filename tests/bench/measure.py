"""Measuring in rounds: every side has its turn in every round, and what counts is the ratio within a round."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import ge, le

Turn = Callable[[], float]
"""One side's turn: does its work and answers the seconds for one piece of it."""


@dataclass
class Row:
    """One line of the table: a comparison, its goal, and what was measured, each value from one round."""

    what: str
    database: str
    measured: list[float]
    limit: float | None = None
    at_least: bool = False
    unit: str = "x"
    note: str = ""

    @property
    def median(self) -> float:
        """The middle of what was measured."""
        return statistics.median(self.measured)

    @property
    def meets(self) -> bool | None:
        """Whether the median meets the goal; None without a goal."""
        return None if self.limit is None else (ge if self.at_least else le)(self.median, self.limit)


@dataclass
class Rounds:
    """Seconds for one piece of work, by side, round after round."""

    seconds: dict[str, list[float]] = field(default_factory=dict)

    def ratios(self, one: str, other: str) -> list[float]:
        """How many times longer `one` took than `other`, round by round."""
        return [a / b for a, b in zip(self.seconds[one], self.seconds[other], strict=True)]

    def middle(self, side: str) -> float:
        """A side's median."""
        return statistics.median(self.seconds[side])


def rounds(sides: Mapping[str, Turn], n: int) -> Rounds:
    """Give each side its turn in each of `n` rounds, in an order that changes."""
    names, taken = list(sides), Rounds({name: [] for name in sides})
    for number in range(n):
        turn = number % len(names)
        for name in (names[turn:] + names[:turn])[:: 1 if number % 2 else -1]:
            taken.seconds[name].append(sides[name]())
    return taken


def timed(work: Callable[[], object], pieces: int = 1) -> float:
    """The seconds that one piece of the work took."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) / pieces


def percentile(values: list[float], share: float) -> float:
    """The value below which this share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
