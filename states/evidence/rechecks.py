"""Evidence of a re-check: the household asks the level above to look again, and what was found there."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from engine.facts import Facts, Shown
from engine.guards import Blocker
from engine.words import N_
from states.evidence.kinds import Body, EvidenceKind, Params, declare


class RecheckRequest(Body):
    """复核申请: who asks for a re-check of the result that was told, and why."""

    applicant: str = Field(min_length=1, max_length=30)
    reason: str = Field(min_length=2, max_length=1000)


RECHECK_REQUEST = declare(
    EvidenceKind(
        "recheck_request",
        N_("复核申请"),
        ("village", "township", "county"),
        RecheckRequest,
        lambda _, __: {},
    )
)


class Recheck(Body):
    """复核结论: what the level above found, and whether the household is right."""

    checkers: tuple[str, ...] = Field(min_length=1, max_length=10)
    upheld: bool
    findings: str = Field(min_length=4, max_length=2000)


def _rechecked(_: Params, shown: list[Shown], facts: Facts) -> Iterator[Blocker]:
    last = shown[-1]
    if any(one.recorded_by == last.recorded_by for one in (*facts.shown("visit"), *facts.shown("spot_check"))):
        yield Blocker("same-person", N_("复核人不能复核自己办过的核查"), {}, "", "county", attention=True)
    if last.facts["upheld"]:
        text = N_("复核认为农户的意见成立，不能照原结果办结：退回重办，或终止后按程序识别纳入")
        yield Blocker("recheck-upheld", text, {}, "", "county", attention=True)


RECHECK = declare(
    EvidenceKind(
        "recheck",
        N_("复核结论"),
        ("county", "township", "city"),
        Recheck,
        lambda body, _: {"upheld": body.upheld},
        Params,
        _rechecked,
    )
)
