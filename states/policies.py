"""What a plan says beyond its steps, by the wording of the pack: its line of income, its criteria, its departments.

Guards know the plan of a case only by the digest of its definition, so this stands beside it, as the terms of
notices do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the way out: its standard, and who must find it met.

    `departments` are codes, each of which answers; without any, `by` is the role that reviews it itself.
    `asks` are further facts that the review must find true.
    """

    title: str
    standard: str = ""
    departments: tuple[str, ...] = ()
    by: str = ""
    asks: tuple[str, ...] = ()
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """A plan's line in yuan a head and year (None: no plan known), its metric, and what each move means."""

    pack: str = ""
    line: int | None = None
    metric: str = "net"
    ways: Mapping[str, str] = field(default_factory=dict)
    criteria: Mapping[str, Criterion] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)

    def way(self, move: str) -> str:
        """Which of the eight ways a move of the plan goes."""
        return self.ways.get(move, move)


UNKNOWN = Policy()
_policies: dict[str, Policy] = {}


def remember(digest: str, policy: Policy) -> None:
    """Keep the policy of the definition that `digest` names."""
    _policies[digest] = policy


def policy_of(digest: str) -> Policy:
    """The policy of a definition; `UNKNOWN` for one that no pack wrote."""
    return _policies.get(digest, UNKNOWN)
