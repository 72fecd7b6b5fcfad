"""What a kind of evidence is, and the list of all kinds that packs may name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from engine.actors import Actor
from engine.facts import Facts, Shown
from engine.guards import Blocker, Need
from states.policies import Policy


class Body(BaseModel):
    """The content of a piece of evidence; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Params(BaseModel):
    """What a step may ask of a kind of evidence; unknown parameters are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Reduce = Callable[[Any, int], Mapping[str, Any]]
Check = Callable[[Any, list[Shown], Facts], Iterator[Blocker]]
Own = Callable[[Any, Policy, Actor], Iterator[Blocker]]


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """One kind: its name and title, the roles that may supply it, its content, and the question about it.

    `reduce` gives what guards read of a body in one case; `check` yields what is wrong with the
    standing exhibits, given the parameters of the step; that there is none at all is asked before.
    """

    name: str
    title: str
    by: tuple[str, ...]
    body: type[Body]
    reduce: Reduce
    params: type[Params] = Params
    check: Check | None = None
    many: bool = False
    """Whether several may stand beside each other in one run (a department's answers)."""
    alone: bool = False
    """Whether each speaks for one household only: what it says is that household's own."""
    own: Own | None = None
    """What speaks against this very person's supplying this very content under the plan of the case."""

    def need(self, params: Params, basis: str) -> Need:
        """The guard that a step asks: this evidence is there, and it is good enough."""

        def guard(facts: Facts) -> Iterator[Blocker]:
            shown = facts.shown(self.name)
            if not shown:
                text = "还没有“%(evidence)s”"
                yield Blocker(f"no-{self.name.replace('_', '-')}", text, {"evidence": self.title}, basis, self.by[0])
            elif self.check:
                yield from self.check(params, shown if self.many else shown[-1:], facts)

        return Need("evidence:" + self.name, self.title, guard, params.model_dump(exclude_defaults=True), basis)


KINDS: dict[str, EvidenceKind] = {}


def declare(kind: EvidenceKind) -> EvidenceKind:
    """Put a kind on the list."""
    KINDS[kind.name] = kind
    return kind
