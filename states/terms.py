"""What a pack asks of a public notice, by the wording of the pack and the step that the notice serves.

A step of the engine knows nothing of notices, so the terms stand beside the definition, under its digest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.durations import Duration
from engine.periods import Count

NOTICE, ANNOUNCEMENT = "notice", "announcement"
AfterInterruption = Literal["restart", "go-on"]


@dataclass(frozen=True, slots=True)
class NoticeTerms:
    """Which level posts, for how long and counted how, in which places, and what an interruption does.

    `planned` are the plan's own first and last day of posting; `kind` tells a notice (公示) from an
    announcement (公告). `extended` are the days by which one notice hangs longer, counted as its period is.
    """

    level: str
    duration: Duration
    count: Count = "next-day"
    roll_over: bool = False
    at: tuple[str, ...] = ("village-board",)
    after_interruption: AfterInterruption = "restart"
    planned: tuple[date, date] | None = None
    kind: str = NOTICE
    extended: int = 0

    @property
    def is_announcement(self) -> bool:
        """Whether it only makes a result known, and nobody's objection is waited for."""
        return self.kind == ANNOUNCEMENT


_terms: dict[tuple[str, str], NoticeTerms] = {}


def remember(digest: str, step: str, terms: NoticeTerms) -> None:
    """Keep the terms of a notice step of the definition that `digest` names."""
    _terms[digest, step] = terms


def terms_of(digest: str, step: str) -> NoticeTerms | None:
    """The terms of a step; None for a step without a notice."""
    return _terms.get((digest, step))
