"""The quick response of three levels (HN09): the village judges, the township evaluates, the county adjusts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from engine.actors import Actor
from engine.facts import Facts, Shown
from engine.guards import Blocker
from engine.words import N_
from states.evidence.kinds import Body, EvidenceKind, Params, declare
from states.policies import Policy

Level = Literal["village", "township", "county"]
LEVELS: dict[str, str] = {
    "village": N_("村级研判"),
    "township": N_("镇级评估"),
    "county": N_("县级调整"),
}
HOLDERS: dict[str, tuple[str, ...]] = {
    "village": ("village",),
    "township": ("township", "township_leader"),
    "county": ("county",),
}
"""Whose word each level is."""


class Response(Body):
    """三级联动: what one level found, and whether it holds that the risk is gone."""

    level: Level
    response: Literal["gone", "remains"]
    findings: str = Field(min_length=4, max_length=2000)


class ResponseParams(Params):
    """The level that must have answered."""

    level: Level


def _answered(params: ResponseParams, shown: list[Shown], _: Facts) -> Iterator[Blocker]:
    mine = [one.facts for one in shown if one.facts["level"] == params.level]
    told = {"level": LEVELS[params.level]}
    holder = HOLDERS[params.level][0]
    if not mine:
        yield Blocker("level-silent", N_("“%(level)s”还没有结论"), told, "", holder)
    elif mine[-1]["response"] == "remains":
        yield Blocker("risk-remains", N_("“%(level)s”认为风险还在，要继续帮扶"), told, "", holder)


def _own(body: Response, _: Policy, by: Actor) -> Iterator[Blocker]:
    if by.role not in HOLDERS[body.level]:
        text = N_("“%(level)s”不由您的岗位作出")
        yield Blocker("role-required", text, {"level": LEVELS[body.level]}, "", HOLDERS[body.level][0])


RESPONSE = declare(
    EvidenceKind(
        "response",
        N_("三级联动结论"),
        ("village", "township", "township_leader", "county"),
        Response,
        lambda body, _: {"level": body.level, "response": body.response},
        ResponseParams,
        _answered,
        many=True,
        own=_own,
    )
)
