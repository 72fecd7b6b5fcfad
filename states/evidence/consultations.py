"""The village's own thinking before the appraisal: the analysis of each household, and the committees' consultation."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from engine.facts import Facts, Shown
from engine.guards import Blocker
from engine.words import N_
from states.evidence.kinds import Body, EvidenceKind, Params, declare


class SituationAnalysis(Body):
    """贫情分析: who looked at the household on record, what was found, and whether it is put on the list."""

    analysts: tuple[str, ...] = Field(min_length=1, max_length=30)
    analysis: str = Field(min_length=4, max_length=2000)
    listed: bool


def _listed(_: Params, shown: list[Shown], __: Facts) -> Iterator[Blocker]:
    if not shown[-1].facts["listed"]:
        yield Blocker("not-listed", N_("贫情分析没有把这一户列入名单"), {}, "", "village")


SITUATION_ANALYSIS = declare(
    EvidenceKind(
        "situation_analysis",
        N_("贫情分析记录"),
        ("village", "township"),
        SituationAnalysis,
        lambda body, _: {"listed": body.listed},
        Params,
        _listed,
    )
)


class Consultation(Body):
    """“两委”商议: what the two committees concluded for each household."""

    place: str = Field(min_length=1, max_length=60)
    chair: str = Field(min_length=1, max_length=30)
    attendees: tuple[str, ...] = Field(min_length=2, max_length=200)
    agreed: tuple[int, ...] = ()
    refused: tuple[int, ...] = ()


def _agreed(_: Params, shown: list[Shown], __: Facts) -> Iterator[Blocker]:
    if not shown[-1].facts["agreed"]:
        yield Blocker("consultation-refused", N_("“两委”商议没有同意这一户"), {}, "", "village")


CONSULTATION = declare(
    EvidenceKind(
        "consultation",
        N_("“两委”商议记录"),
        ("village",),
        Consultation,
        lambda body, case_id: {"agreed": case_id in body.agreed},
        Params,
        _agreed,
    )
)
