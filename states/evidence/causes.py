"""Why a household fell back into poverty: stated, and proved by a document or a file (HT06)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from engine.facts import Facts, Shown
from engine.guards import Blocker
from engine.words import N_
from states.evidence.kinds import Body, EvidenceKind, Params, declare


class ReturnCause(Body):
    """返贫原因: what it was, what proves it, and under which numbers the papers are kept."""

    return_cause: Literal["disaster", "illness", "schooling", "other"]
    proof: str = Field(min_length=4, max_length=2000)
    documents: tuple[str, ...] = Field(default=(), max_length=20)


def _proved(_: Params, shown: list[Shown], __: Facts) -> Iterator[Blocker]:
    if not shown[-1].facts.get("proved"):
        text = N_("返贫原因没有依据：要写明至少一份证明的文号，或附上证明的照片、文件")
        yield Blocker("cause-unproved", text, {}, "", "village")


RETURN_CAUSE = declare(
    EvidenceKind(
        "return_cause",
        N_("返贫原因和证明"),
        ("village", "township"),
        ReturnCause,
        lambda body, _: {"return_cause": body.return_cause},
        Params,
        _proved,
    )
)
