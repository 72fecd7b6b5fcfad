"""Evidence of the look-back: whether an elimination stands (TZ02), and why a risk is not gone after a year (TZ04)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from engine.facts import Facts, Shown
from engine.guards import Blocker
from engine.words import N_
from states.evidence.kinds import Body, EvidenceKind, Params, declare

POINTS = {
    "income_lasting": N_("家庭收入持续稳定"),
    "guarantees_lasting": N_("“三保障”及饮水安全持续巩固"),
    "risk_gone": N_("风险稳定消除"),
    "procedure_complete": N_("风险消除程序规范"),
}
"""The four points of the review, in the order of the plan."""


class Stability(Body):
    """风险消除稳定性研判: the four points, whether a new risk came up, and what was seen."""

    income_lasting: bool
    guarantees_lasting: bool
    risk_gone: bool
    procedure_complete: bool
    new_risk: bool
    findings: str = Field(min_length=4, max_length=2000)


def _stable(_: Params, shown: list[Shown], __: Facts) -> Iterator[Blocker]:
    for name, title in POINTS.items():
        if not shown[-1].facts[name]:
            text = N_("稳定性研判：“%(point)s”没有做到")
            yield Blocker("not-stable", text, {"point": title}, "一(一)2", "village")
    if shown[-1].facts["new_risk"]:
        yield Blocker("new-risk", N_("又出现新的返贫致贫风险，要按程序重新识别"), {}, "一(一)2", "village")


def _points(body: Stability, _: int) -> dict[str, bool]:
    return {name: getattr(body, name) for name in (*POINTS, "new_risk")}


STABILITY = declare(
    EvidenceKind("stability", N_("风险消除稳定性研判记录"), ("village", "township"), Stability, _points, check=_stable)
)


class Hindrance(Body):
    """未消除原因: why the risk is not gone, how help is adjusted, who is in charge, and when it is looked at again."""

    cause: str = Field(min_length=4, max_length=1000)
    adjusted: str = Field(min_length=4, max_length=1000)
    person: str = Field(min_length=2, max_length=30)
    phone: str = Field(default="", max_length=40)
    review_on: date


HINDRANCE = declare(
    EvidenceKind(
        "hindrance",
        N_("未消除原因和跟踪帮扶安排"),
        ("village", "township"),
        Hindrance,
        lambda body, _: {"person": body.person, "review_on": body.review_on.isoformat(), "cause": body.cause[:200]},
    )
)
