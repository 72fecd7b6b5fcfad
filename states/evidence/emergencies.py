"""Evidence of an emergency: what struck the household, and the help that went there before any procedure."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.words import N_
from states.evidence.kinds import Body, EvidenceKind, declare


class Emergency(Body):
    """突发事件: what struck the household; the day on which it happened is the day of the evidence."""

    cause: Literal["illness", "disaster", "accident", "other"]
    what: str = Field(min_length=4, max_length=1000)
    reported_by: str = Field(default="", max_length=30)


EMERGENCY = declare(
    EvidenceKind(
        "emergency",
        N_("突发事件记录"),
        ("village", "grid", "township"),
        Emergency,
        lambda body, _: {"cause": body.cause},
    )
)


class Relief(Body):
    """应急帮扶: what the household was given first, and who brought it."""

    measures: tuple[str, ...] = Field(min_length=1, max_length=20)
    given_by: str = Field(min_length=1, max_length=60)


RELIEF = declare(
    EvidenceKind("relief", N_("应急帮扶记录"), ("village", "township", "county"), Relief, lambda _, __: {})
)
