"""Evidence as it is handed in when nothing is wrong with it; scenarios change what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from states.evidence.reviews import DEPARTMENTS
from states.evidence.stability import POINTS

CATEGORY = {"general": "marginal", "lifted_out": "unstable"}


def roster(present: int, capacities: Sequence[str] = ("party-member", "household-head", "representative")) -> list[Any]:
    """So many people at a meeting, each in one of the capacities."""
    return [{"name": f"到会人{n}", "capacity": capacities[n % len(capacities)]} for n in range(present)]


def minutes(cases: Sequence[int], eligible: int = 24, present: int = 20, agree: int = 18, **changes: Any) -> Any:
    """The minutes of an appraisal of these cases."""
    vote = {"agree": agree, "against": present - agree}
    return {
        "place": "和平村村委会",
        "chair": "和文华",
        "recorder": "和秀兰",
        "eligible": eligible,
        "roster": roster(present),
        "votes": [{"case_id": case} | vote for case in cases],
    } | changes


def proposal(kinds: dict[int, str], **changes: Any) -> Any:
    """The list that the village proposes: each case with what fits its kind of household."""
    line = {"mode": "help", "measures": ["安排公益性岗位"], "risks": ["因病"]}
    items = [{"case_id": case, "category": CATEGORY[kind]} | line | changes for case, kind in kinds.items()]
    return {"items": items}


def paper(kind: str, kinds: dict[int, str], **changes: Any) -> dict[str, Any]:
    """A sound piece of evidence of a kind for these cases (case to kind of household)."""
    if kind == "minutes":
        return dict(minutes(list(kinds), **changes))
    if kind == "proposal":
        return dict(proposal(kinds, **changes))
    return {**BODIES.get(kind, {}), **({"agreed": list(kinds)} if kind in AGREED else {}), **changes}


AGREED = ("meeting", "consultation")
SECURED = {"housing_safe": True, "insured": True, "in_school": True, "water_safe": True}
BODIES: dict[str, dict[str, Any]] = {
    "visit": {
        "visitors": [{"name": "和秀兰", "post": "村级信息员"}, {"name": "张伟", "post": "驻村工作队员"}],
        "signed_by": ["household", "collector"],
        "findings": "户主患病住院，自付费用较大，收入减少",
    },
    "application": {"applicant": "户主", "reason": "医疗支出大，生活困难", "signed_by": ["head"]},
    "authorisation": {"signed_by": ["head"]},
    "consent": {"informed": True, "agreed": True, "signed_by": ["head"]},
    "told": {"result": "经核查不符合监测帮扶条件", "way": "in-person", "recheck_explained": True},
    "meeting": {
        "place": "镇政府会议室",
        "chair": "杨国栋",
        "attendees": ["杨国栋", "李建华"],
        "measures": "安排公益性岗位一个",
    },
    "spot_check": {"checkers": ["李建华"], "on_site": True, "holds": True},
    "decision": {"approve": True, "document": "市巩固振兴组〔2021〕8号"},
    "entry": {"system_number": "5334210000012345"},
    "help_review": {"measures": ["公益性岗位"], "risk_gone": True, "stands_without_help": True},
    "stability": {
        **dict.fromkeys(POINTS, True),
        "new_risk": False,
        "findings": "务工收入稳定，三保障没有问题",
    },
    "hindrance": {
        "cause": "户主长期患病，收入不稳",
        "adjusted": "增加公益性岗位",
        "person": "和文华",
        "review_on": "2022-03-31",
    },
    "new_risk": {"cause": "accident", "what": "户主务工时摔伤，住院治疗"},
    "proof": {"what": "户口注销证明"},
    "recheck_request": {"applicant": "户主", "reason": "不同意核实结果，请求上一级再核实"},
    "recheck": {"checkers": ["杨建国"], "upheld": False, "findings": "重新入户核实，与原核实结果一致"},
    "filing": {"office": "市防止返贫工作领导小组办公室", "filing_number": "备〔2021〕12号", "accepted": True},
    "report": {"document": "报〔2021〕6号", "reported_to": "市防止返贫工作领导小组办公室"},
    "system_opened": {"opened_on": "2021-01-01", "document": "系统权限开放通知"},
    "second_visit": {
        "visitors": [{"name": "李建华"}, {"name": "木文亮"}],
        "signed_by": ["household", "collector"],
        "findings": "换人再次入户，与第一次核查的情况一致",
        "agrees": True,
    },
    "emergency": {"cause": "disaster", "what": "山洪冲毁房屋和农田，家中存粮受损"},
    "relief": {"measures": ["临时救助金3000元", "临时安置住房"], "given_by": "镇人民政府"},
    "weighing": SECURED
    | {
        "income_per_head": 5200,
        "expenses": 26000,
        "conclusion": "risk",
        "explanation": "户主患病，医疗和就学支出大，综合看有返贫致贫风险",
    },
    "assessment": SECURED
    | {
        "stable_since": "2021-01-01",
        "income_per_head": 11200,
        "expenses_controlled": True,
        "measures_effective": True,
        "no_new_risk": True,
        "conclusion": "eliminate",
    },
    "criterion_review": {"met": True},
    "return_cause": {
        "return_cause": "disaster",
        "proof": "山洪冲毁住房和农田，损失严重",
        "documents": ["受灾核定书〔2021〕6号"],
    },
    "situation_analysis": {"analysts": ["和秀兰", "张伟"], "analysis": "对照台账分析，列入名单", "listed": True},
    "consultation": {"place": "和平村村委会", "chair": "和文华", "attendees": ["和文华", "和秀兰"]},
    "response": {"response": "gone", "findings": "逐户核实，风险已经消除"},
    "explanation": {"department": "market", "explanation": "营业执照已于今年3月注销，核实无误"},
}
ANSWERS = [{"department": code, "hit": False} for code in DEPARTMENTS]
