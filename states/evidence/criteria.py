"""Criteria of the way out, each found met or not by the department that owns it (HT02).

Which criteria there are, whose they are, and what they ask is the plan's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.actors import Actor
from engine.facts import Facts, Shown
from engine.guards import Blocker
from engine.words import N_
from states.evidence.kinds import Body, EvidenceKind, Params, declare
from states.evidence.reviews import department_title
from states.policies import Criterion, Policy, policy_of
from states.roles import ROLES

ASKS: dict[str, str] = {
    "lived_in": N_("搬迁或改造的住房已经入住"),
    "in_school_or_helped": N_("适龄子女已入学或有实在的帮扶"),
    "doctor_serves": N_("家庭医生签约并有实质服务"),
}
"""Facts that a criterion may ask for besides (HT04): what counts is what was done, not what was signed."""


class CriterionReview(Body):
    """退出标准复核: one criterion, found met or not by one department, or by the community itself."""

    criterion: str = Field(min_length=1, max_length=40)
    department: str = Field(default="", max_length=40)
    met: bool
    lived_in: bool | None = None
    in_school_or_helped: bool | None = None
    doctor_serves: bool | None = None
    remarks: str = Field(default="", max_length=1000)


class CriteriaParams(Params):
    """The criteria that must have been reviewed."""

    each_of: tuple[str, ...] = Field(min_length=1)


def reviewer_title(policy: Policy, criterion: Criterion, department: str) -> str:
    """Who reviews a criterion, in words: a department, or the post that does it itself."""
    if department:
        return department_title(policy, department)
    return ROLES[criterion.by].title if criterion.by in ROLES else ""


def _reviews(params: CriteriaParams, shown: list[Shown], facts: Facts) -> Iterator[Blocker]:
    policy = policy_of(facts.definition)
    last = {(one.facts["criterion"], one.facts["department"]): one.facts for one in shown}
    for code in params.each_of:
        criterion = policy.criteria[code]
        for department in criterion.departments or ("",):
            told = {"criterion": criterion.title, "reviewer": reviewer_title(policy, criterion, department)}
            settled_by = "department" if department else criterion.by
            answer = last.get((code, department))
            if answer is None:
                text = N_("“%(criterion)s”还没有复核，由%(reviewer)s复核")
                yield Blocker("criterion-unreviewed", text, told, criterion.basis, settled_by)
            else:
                yield from _found(criterion, answer, told, settled_by)


def _found(criterion: Criterion, answer: Mapping[str, Any], told: dict[str, str], by: str) -> Iterator[Blocker]:
    if not answer["met"]:
        text = N_("“%(criterion)s”没有达标：%(reviewer)s复核不通过，不能退出")
        yield Blocker("criterion-failed", text, told, criterion.basis, by, attention=True)
    for ask in criterion.asks:
        if not answer.get(ask):
            text = N_("“%(criterion)s”要求“%(ask)s”，%(reviewer)s没有核实为是")
            yield Blocker("criterion-fact-missing", text, told | {"ask": ASKS[ask]}, criterion.basis, by)


def _own(body: CriterionReview, policy: Policy, by: Actor) -> Iterator[Blocker]:
    """What speaks against this person's answering this criterion."""
    criterion = policy.criteria.get(body.criterion)
    if criterion is None:
        text = N_("这一户的方案里没有“%(criterion)s”这条标准")
        yield Blocker("no-criterion", text, {"criterion": body.criterion})
        return
    basis = criterion.basis
    mine = body.department in criterion.departments if criterion.departments else by.role == criterion.by
    if body.department != by.department or not mine:
        names = [reviewer_title(policy, criterion, one) for one in criterion.departments or ("",)]
        told = {"criterion": criterion.title, "reviewers": "、".join(names)}
        yield Blocker("other-department", N_("“%(criterion)s”由%(reviewers)s复核，别人不能代为答复"), told, basis)


CRITERION_REVIEW = declare(
    EvidenceKind(
        "criterion_review",
        N_("退出标准复核"),
        ("department", "village", "township"),
        CriterionReview,
        lambda body, _: body.model_dump(exclude={"remarks"}, exclude_none=True),
        CriteriaParams,
        _reviews,
        many=True,
        own=_own,
    )
)
