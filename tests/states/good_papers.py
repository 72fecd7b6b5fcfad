"""Papers with which nothing is wrong, one of each kind that tests spoil."""

from typing import Any

from tests.states.shown import CASE

TWO = [{"name": "和秀兰"}, {"name": "张伟"}]
VISIT: dict[str, Any] = {"visitors": TWO, "signed_by": ["household", "collector"], "findings": "情况属实"}
CHECK = {"checkers": ["李建华"], "on_site": True, "holds": True}
DECISION = {"approve": True}
CONSENT = {"informed": True, "agreed": True, "signed_by": ["head"]}
TOLD = {"result": "不符合条件", "way": "phone", "recheck_explained": True}
REVIEW = {"risk_gone": True, "stands_without_help": True}
MEETING = {"place": "镇政府", "chair": "杨", "attendees": ["杨", "李"], "agreed": [CASE], "measures": "公益性岗位"}
TALK = {"place": "村委会", "chair": "杨", "attendees": ["杨", "李"], "agreed": [CASE]}
FILING = {"office": "县办", "filing_number": "1号", "accepted": True}
SECOND = {"visitors": [{"name": "甲"}, {"name": "乙"}], "signed_by": ["household"], "findings": "属实", "agrees": True}
ASSESSMENT = {
    "income_per_head": 9000, "housing_safe": True, "insured": True, "in_school": True, "water_safe": True,
    "expenses_controlled": True, "measures_effective": True, "no_new_risk": True, "conclusion": "eliminate",
    "stable_since": "2021-03-01",
}  # fmt: skip
WEIGHING = {
    "income_per_head": 9000, "expenses": 100, "housing_safe": True, "insured": True, "in_school": True,
    "water_safe": True, "conclusion": "risk", "explanation": "医疗支出大",
}  # fmt: skip
RECHECK = {"checkers": ["王"], "upheld": False, "findings": "维持原结果"}
CAUSE = {"return_cause": "illness", "proof": "住院证明"}
ANALYSIS = {"analysts": ["杨"], "analysis": "逐户分析", "listed": True}
