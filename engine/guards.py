"""Guards look at the facts and yield every reason against an act."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.facts import Facts


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason an act cannot happen now.

    `text` is a Chinese sentence with `%(name)s` fields that `facts` fill, so that it can be
    translated; `basis` is the clause it rests on, `settled_by` the role that can remove it,
    `earliest_on` the first day on which waiting alone removes it. `attention` marks what somebody must
    settle now, as against what is simply not there yet.
    """

    code: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    basis: str = ""
    settled_by: str = ""
    earliest_on: date | None = None
    attention: bool = False

    @property
    def message(self) -> str:
        """The sentence for the clerk."""
        return self.text % dict(self.facts)


Guard = Callable[["Facts"], Iterator[Blocker]]


@dataclass(frozen=True, slots=True)
class Need:
    """A guard with the name and parameters it was asked for by, and words for the task list."""

    name: str
    title: str
    guard: Guard
    params: Mapping[str, Any] = field(default_factory=dict)
    basis: str = ""

    def missing(self, facts: Facts) -> tuple[Blocker, ...]:
        """Every reason this need is not met; empty when it is."""
        return tuple(self.guard(facts))
