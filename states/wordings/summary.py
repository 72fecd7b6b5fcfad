"""What a migration does or would do, in numbers: the preview and the migration count with the same hands."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.guards import Blocker
from engine.ledger import canonical
from engine.migrating import FATES, Judged
from engine.runs import DROPPED

Reason = tuple[str, str]


@dataclass(slots=True)
class Summary:
    """Numbers of cases and steps; reasons by (code, sentence), villages by (code, whether the case can go over).

    `words` gives the blocker of each sentence that was counted here, to say it in another language.
    """

    cases: int = 0
    ready: int = 0
    steps: Counter[str] = field(default_factory=Counter)
    refusals: Counter[Reason] = field(default_factory=Counter)
    reopened: Counter[tuple[str, str]] = field(default_factory=Counter)
    villages: Counter[tuple[str, bool]] = field(default_factory=Counter)
    words: dict[str, Blocker] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        """How many stay under the old wording."""
        return self.cases - self.ready

    def add(self, judged: Iterable[Judged]) -> None:
        """Count these cases."""
        for one in judged:
            goes = one.after is not None
            self.cases += 1
            self.ready += goes
            self.villages[one.facts.area[:12], goes] += 1
            self.refusals.update((blocker.code, blocker.message) for blocker in one.refusals)
            self.steps.update(placed.fate for placed in one.steps)
            self.steps[DROPPED] += len(one.dropped)
            again = [blocker for placed in one.steps for blocker in placed.reasons]
            self.words.update({blocker.message: blocker for blocker in (*one.refusals, *again)})
            for placed in one.steps:
                self.reopened.update((placed.spec.title, blocker.message) for blocker in placed.reasons)

    @property
    def by_village(self) -> dict[str, tuple[int, int]]:
        """How many of each village can go over, and how many stay."""
        codes = sorted({code for code, _ in self.villages})
        return {code: (self.villages[code, True], self.villages[code, False]) for code in codes}

    def told(self) -> dict[str, Any]:
        """The numbers for programs, and for what is compared: a preview and its migration tell the same."""
        return {
            "cases": self.cases,
            "ready": self.ready,
            "refused": self.refused,
            "steps": {fate: self.steps[fate] for fate in FATES if self.steps[fate]},
            "refusals": [[*reason, n] for reason, n in sorted(self.refusals.items())],
            "reopened": [[*reason, n] for reason, n in sorted(self.reopened.items())],
            "villages": [[code, *both] for code, both in self.by_village.items()],
        }

    def text(self) -> str:
        """The form in which it is kept."""
        return canonical(self.told())


def restored(told: str | Mapping[str, Any]) -> Summary:
    """A summary from its kept form."""
    said = json.loads(told) if isinstance(told, str) else told
    made = Summary(said.get("cases", 0), said.get("ready", 0), Counter(said.get("steps", {})))
    made.refusals.update({(code, text): n for code, text, n in said.get("refusals", ())})
    made.reopened.update({(step, text): n for step, text, n in said.get("reopened", ())})
    for code, goes, stays in said.get("villages", ()):
        made.villages.update({(code, True): goes, (code, False): stays})
    return made
