"""What a journey leaves behind: papers, refusals, where the households stand, and what the ledger says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.guards import Blocker
from engine.verify import Verified


class WentWrong(Exception):
    """The story did not go as it must: something was allowed that had to be refused, or the other way round."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file in the folder; the digests are empty for what is not a printed document."""

    file: str
    document: str
    number: str
    pages: int
    digest: str
    values_digest: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was refused on a day, and every reason against it."""

    on: date
    what: str
    reasons: tuple[Blocker, ...]


@dataclass(slots=True)
class Journey:
    """The whole of it."""

    pack: str
    words: Mapping[str, str] = field(default_factory=dict)
    """What the pack calls the states."""
    documents: list[Paper] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    states: Mapping[str, int] = field(default_factory=dict)
    verified: Verified | None = None

    @property
    def is_sound(self) -> bool:
        """Whether the ledger holds every entry as it was written."""
        return self.verified is not None and not self.verified.faults

    def plain(self) -> dict[str, Any]:
        """The whole as plain values, for JSON."""
        found = self.verified
        return {
            "pack": self.pack,
            "states": dict(self.states),
            "documents": [_paper(paper) for paper in self.documents],
            "refusals": [_refusal(refusal) for refusal in self.refusals],
            "verify": {
                "cases": found.cases if found else 0,
                "entries": found.entries if found else 0,
                "seals": found.seals if found else 0,
                "faults": [f"{fault.case_id} {fault.reason}" for fault in found.faults] if found else [],
            },
        }


def _paper(paper: Paper) -> dict[str, Any]:
    return {name: getattr(paper, name) for name in Paper.__dataclass_fields__}


def _refusal(refusal: Refusal) -> dict[str, Any]:
    return {
        "on": refusal.on.isoformat(),
        "what": refusal.what,
        "codes": [reason.code for reason in refusal.reasons],
        "reasons": [reason.message for reason in refusal.reasons],
        "earliest_on": earliest_of(refusal.reasons),
    }


def earliest_of(reasons: Sequence[Blocker]) -> str | None:
    """The first day on which waiting alone removes the reasons, if there is one."""
    days = [reason.earliest_on for reason in reasons if reason.earliest_on]
    return max(days).isoformat() if days else None
