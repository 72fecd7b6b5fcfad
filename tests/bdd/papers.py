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
    return {**BODIES.get(kind, {}), **({"agreed": list(kinds)} if kind == "meeting" else {}), **changes}


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
    "explanation": {"department": "market", "explanation": "营业执照已于今年3月注销，核实无误"},
}
ANSWERS = [{"department": code, "hit": False} for code in DEPARTMENTS]
