"""Evidence from the offices: spot checks, departments' answers, decisions, entries in the national system."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Literal

from pydantic import Field

from engine.actors import Actor
from engine.facts import Facts, Shown
from engine.guards import Blocker
from engine.words import N_
from states.evidence.kinds import KINDS, Body, EvidenceKind, Params, declare
from states.policies import Policy, policy_of

DEPARTMENTS: dict[str, str] = {
    "education": N_("教育"),
    "police": N_("公安"),
    "civil-affairs": N_("民政"),
    "finance": N_("财政"),
    "labour": N_("人社"),
    "natural-resources": N_("自然资源"),
    "housing": N_("住建"),
    "agriculture": N_("农业农村"),
    "health": N_("卫健"),
    "market": N_("市场监管"),
    "forestry": N_("林草"),
    "medical-insurance": N_("医保"),
    "statistics": N_("统计（调查）"),
    "disabled-federation": N_("残联"),
    "bank": N_("人民银行"),
    "water": N_("水利"),
}
KEEP_LEDGERS_ONLY = frozenset({"water"})
"""Departments that are laid beside our ledgers, but are asked nothing about a family's means."""


class SpotCheck(Body):
    """乡镇抽查核实: who checked and whether the record holds."""

    checkers: tuple[str, ...] = Field(min_length=1, max_length=10)
    on_site: bool
    holds: bool
    remarks: str = Field(default="", max_length=1000)


def _holds(_: Params, shown: list[Shown], facts: Facts) -> Iterator[Blocker]:
    if any(visit.recorded_by == shown[-1].recorded_by for visit in facts.shown("visit")):
        yield Blocker("same-person", N_("核查人不能核查自己录入的入户记录"), {}, "", "township", attention=True)
    if not shown[-1].facts["holds"]:
        yield Blocker("check-failed", N_("核查结果与上报情况不符，要退回重办"), {}, "", "township", attention=True)


SPOT_CHECK = declare(
    EvidenceKind(
        "spot_check",
        N_("乡镇抽查核实记录"),
        ("township", "township_leader"),
        SpotCheck,
        lambda body, _: {"holds": body.holds},
        Params,
        _holds,
    )
)


class DepartmentAnswer(Body):
    """部门比对结果: one department's answer about one household."""

    department: str = Field(min_length=1, max_length=40)
    hit: bool
    item: str = Field(default="", max_length=60)
    detail: str = Field(default="", max_length=1000)


class Departments(Params):
    """The departments that must have answered."""

    each_of: tuple[str, ...] = Field(min_length=1)


def department_title(policy: Policy, code: str) -> str:
    """A department's name in the place that the policy is of."""
    return policy.departments.get(code) or DEPARTMENTS.get(code, code)


def _answers(params: Departments, shown: list[Shown], facts: Facts) -> Iterator[Blocker]:
    answers = {exhibit.facts["department"]: exhibit.facts for exhibit in shown}
    policy = policy_of(facts.definition)
    silent = [department_title(policy, code) for code in params.each_of if code not in answers]
    if silent:
        text = N_("还有%(n)s个部门没有答复：%(departments)s")
        told = {"n": len(silent), "departments": "、".join(silent)}
        yield Blocker("department-silent", text, told, "四(二)5", "department")
    explained = {exhibit.facts["department"] for exhibit in facts.shown("explanation")}
    for code, answer in answers.items():
        if answer["hit"] and code not in explained:
            text = N_("%(department)s比对命中“%(item)s”，还没有核实说明")
            told = {"department": department_title(policy, code), "item": answer["item"]}
            yield Blocker("hit-unexplained", text, told, "四(二)5", "township", attention=True)


def _own_column(body: DepartmentAnswer, _: Policy, by: Actor) -> Iterator[Blocker]:
    if body.department != by.department:
        yield Blocker("other-department", N_("每个部门只能答复自己的一栏"), {}, "四(二)5", "department")


DEPARTMENT_ANSWER = declare(
    EvidenceKind(
        "department_answer",
        N_("部门比对答复"),
        ("department",),
        DepartmentAnswer,
        lambda body, _: {"department": body.department, "hit": body.hit, "item": body.item},
        Departments,
        _answers,
        many=True,
        own=_own_column,
    )
)


class Explanation(Body):
    """命中核实说明: why a hit does not stand in the way."""

    department: str = Field(min_length=1, max_length=40)
    explanation: str = Field(min_length=4, max_length=2000)


EXPLANATION = declare(
    EvidenceKind(
        "explanation",
        N_("比对命中核实说明"),
        ("village", "township", "county"),
        Explanation,
        lambda body, _: {"department": body.department},
        many=True,
    )
)


class DecisionMade(Body):
    """审定: what was decided, under which document, on which state of the file."""

    approve: bool
    document: str = Field(default="", max_length=60)
    reason: str = Field(default="", max_length=1000)


AFTER_DECISION = frozenset({"entry", "told", "filing", "report", "system_opened"})
"""What may still come into a file that was decided on; anything else is a file nobody decided on."""


def _unchanged(facts: Facts) -> Iterator[Blocker]:
    """A blocker for everything that came into the file after the last decision."""
    later = takewhile(lambda exhibit: exhibit.kind != "decision", reversed(facts.exhibits))
    for exhibit in reversed(list(later)):
        if exhibit.kind not in AFTER_DECISION:
            text = N_("审定之后又补充了“%(evidence)s”，要按新的材料重新审定")
            title = KINDS[exhibit.kind].title
            yield Blocker("changed-since-decision", text, {"evidence": title}, "", "county", attention=True)


def _approved(_: Params, shown: list[Shown], facts: Facts) -> Iterator[Blocker]:
    if not shown[-1].facts["approve"]:
        yield Blocker("not-approved", N_("审定结果是不同意"), {}, "四(二)5", "county")
    yield from _unchanged(facts)


DECISION = declare(
    EvidenceKind(
        "decision",
        N_("审定意见"),
        ("county", "township_leader", "city"),
        DecisionMade,
        lambda body, _: {"approve": body.approve},
        Params,
        _approved,
    )
)


class Entry(Body):
    """系统录入: the household stands in the national system now."""

    system_number: str = Field(min_length=1, max_length=40)


def _as_decided(_: Params, __: list[Shown], facts: Facts) -> Iterator[Blocker]:
    if facts.shown("decision"):
        yield from _unchanged(facts)


ENTRY = declare(
    EvidenceKind("entry", N_("系统录入记录"), ("township", "county"), Entry, lambda _, __: {}, Params, _as_decided)
)


class HelpReview(Body):
    """帮扶成效评议: each measure judged, and whether the risk is gone without it."""

    measures: tuple[str, ...] = Field(default=(), max_length=30)
    risk_gone: bool
    stands_without_help: bool
    remarks: str = Field(default="", max_length=1000)


def _effective(_: Params, shown: list[Shown], __: Facts) -> Iterator[Blocker]:
    if not shown[-1].facts["risk_gone"]:
        yield Blocker("risk-remains", N_("帮扶成效评议认为风险还在"), {}, "三(一)3", "village")
    if not shown[-1].facts["stands_without_help"]:
        text = N_("措施一停就不稳定，要继续帮扶，不能消除")
        yield Blocker("leans-on-help", text, {}, "三(二)1", "village")


HELP_REVIEW = declare(
    EvidenceKind(
        "help_review",
        N_("帮扶成效评议记录"),
        ("village", "township"),
        HelpReview,
        lambda body, _: {"risk_gone": body.risk_gone, "stands_without_help": body.stands_without_help},
        Params,
        _effective,
    )
)


class LookBack(Body):
    """“回头看”核查: what was found, and what follows from it."""

    conclusion: Literal["clear_out", "roll_back", "re_flag", "eliminate", "keep"]
    grounds: str = Field(min_length=4, max_length=2000)


class LookBackParams(Params):
    """The conclusion that the step rests on."""

    conclusion: Literal["clear_out", "roll_back", "re_flag", "eliminate", "keep"]


def _concluded(params: LookBackParams, shown: list[Shown], _: Facts) -> Iterator[Blocker]:
    if shown[-1].facts["conclusion"] != params.conclusion:
        yield Blocker("other-conclusion", N_("“回头看”的结论不是这一项"), {}, "三(二)", "village")


LOOK_BACK = declare(
    EvidenceKind(
        "look_back",
        N_("回头看核查记录"),
        ("village", "township"),
        LookBack,
        lambda body, _: {"conclusion": body.conclusion},
        LookBackParams,
        _concluded,
    )
)


class NewRisk(Body):
    """新增风险: what happened, when, and its cause."""

    cause: Literal["illness", "schooling", "disability", "disaster", "accident", "business", "work", "labour", "other"]
    what: str = Field(min_length=4, max_length=1000)


NEW_RISK = declare(
    EvidenceKind(
        "new_risk", N_("新增风险说明"), ("village", "grid", "township"), NewRisk, lambda b, _: {"cause": b.cause}
    )
)


class Proof(Body):
    """证明材料: a document that shows why the household is struck off."""

    what: str = Field(min_length=2, max_length=1000)


PROOF = declare(EvidenceKind("proof", N_("证明材料"), ("village", "township"), Proof, lambda _, __: {}))
