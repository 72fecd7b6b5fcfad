"""A household's file as the model sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

Params = Mapping[str, Any]


class Paper(NamedTuple):
    """A paper as it was handed in for a household: its kind, what it says, whose hand, and on which day it happened."""

    kind: str
    body: Mapping[str, Any]
    by: str
    on: date
    number: int = 0


@dataclass
class File:
    """What a question may look at: the household, its papers in the order they came, and what waits for an answer."""

    case_id: int
    kind: str
    members: int
    able: int
    untold: int
    papers: Sequence[Paper]
    waiting: int = 0
    upheld: int = 0
    plan: Mapping[str, Any] = field(default_factory=dict)
    way: str = ""
    today: date = date.min
    identified_on: date | None = None
    checked: tuple[bool, bool] | None = None

    def of(self, kind: str) -> list[Paper]:
        """The papers of one kind, oldest first."""
        return [paper for paper in self.papers if paper.kind == kind]


Question = Callable[[Params, File], Iterator[str]]
"""The codes of what is wrong with the papers of a kind, or with the household."""
