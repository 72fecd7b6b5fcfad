"""What stands in each kind of evidence for a made-up household: good enough for what the step asks.

One paper may serve many households (`reach` says how wide), others are each household's own.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from engine.actors import Actor
from states.practice.houses import House
from states.practice.office_papers import OFFICES
from states.practice.paper import ALONE, GROUP, VILLAGE, Body, Paper, Params
from states.practice.staff import CLERKS, COLLECTORS

LEAVING = ("eliminate", "clear_out", "strike_off")
CAUSES = ("illness", "schooling", "accident", "disaster", "work")
RISKS = ("因务工就业不稳", "因学支出较大", "因自然灾害", "因意外事故")
MEASURES = ("产业帮扶：发展中药材种植", "就业帮扶：推荐乡村公益性岗位", "教育帮扶：落实教育资助")
_SURNAMES, _GIVEN = "和杨李王张赵陈余木何", "福贵荣华春生玉清正明"


def _visit(params: Params, _: Sequence[House], by: Actor, move: str) -> Body:
    names = [by.name, *(one.name for one in (*COLLECTORS, *CLERKS) if one.name != by.name)]
    posts = ["村级信息员", "信息采集员", "信息采集员", "驻村工作队员", "驻村工作队员"]
    wanted = max(params.get("visitors", 1), 2)
    better = move in LEAVING
    hard = "今年以来务工收入减少，刚性支出增加，生活困难。"
    return {
        "visitors": [{"name": n, "post": p} for n, p in zip(names[:wanted], posts, strict=False)],
        "signed_by": list(params.get("signed_by", ())) or ["household", "collector"],
        "findings": "收入稳定超过监测范围，住房、饮水、就学和医疗有保障。" if better else hard,
        "income_per_head": Decimal("11260.50" if better else "5320.00"),
        "housing_safe": True,
        "water_safe": True,
        "insured": True,
        "in_school": True,
    }  # fmt: skip


def _application(params: Params, houses: Sequence[House], _: Actor, __: str) -> Body:
    reason = "今年以来务工收入减少，子女就学等刚性支出增加"
    return {"applicant": houses[0].head, "reason": reason, "signed_by": list(params.get("signed_by", ["head"]))}


def _signed(params: Params, _: Sequence[House], __: Actor, ___: str) -> Body:
    return {"signed_by": list(params.get("signed_by", ["head"]))}


def _consent(params: Params, houses: Sequence[House], by: Actor, move: str) -> Body:
    return {"informed": True, "agreed": True} | _signed(params, houses, by, move)


def _minutes(params: Params, houses: Sequence[House], by: Actor, _: str) -> Body:
    capacities = list(params.get("capacities", ())) or ["household-head"]
    present = 24
    roster = [
        {
            "name": _SURNAMES[n % 10] + "文正永学春国"[n // 10] + _GIVEN[n % 10],
            "capacity": capacities[n % len(capacities)],
        }
        for n in range(present)
    ]
    votes = [{"case_id": h.case_id, "agree": present - 2, "against": 1, "abstain": 1} for h in houses]
    chair = roster[0]["name"]
    return _held(params) | {
        "place": "村民小组活动室",
        "chair": chair,
        "recorder": by.name,
        "eligible": 30,
        "roster": roster,
        "votes": votes,
    }


def _held(params: Params) -> Body:
    """How the meeting is held, where the step asks for it."""
    held = params.get("held_as")
    why = {"instead_because": "雨季道路中断，村民代表会议开不成"} if held == "enlarged_committee" else {}
    return {"held_as": held} | why if held else {}


def variety(house: House) -> int:
    """A number that is the household's own, whatever database it stands in: lets no two lists look alike."""
    return zlib.crc32(house.number.encode())


def category_of(house: House) -> str:
    """The category that fits the household's kind; one in five fell into sudden hardship."""
    if variety(house) % 5 == 0:
        return "sudden"
    return "unstable" if house.kind == "lifted_out" else "marginal"


def _proposal(params: Params, houses: Sequence[House], _: Actor, __: str) -> Body:
    items = []
    for house in houses:
        item: Body = {"case_id": house.case_id}
        if params.get("category"):
            item |= {"category": category_of(house), "risks": [RISKS[variety(house) % len(RISKS)]]}
            item |= {"measures": MEASURES[: 1 + variety(house) % 3], "income_per_head": Decimal(5320)}
        if params.get("mode"):
            item |= {"mode": "natural" if variety(house) % 4 == 0 else "help", "income_per_head": Decimal("11260.50")}
        if params.get("measures"):
            item["measures"] = MEASURES[: 1 + variety(house) % 3]
        items.append(item)
    return {"items": items}


def _help_review(_: Params, __: Sequence[House], ___: Actor, ____: str) -> Body:
    remarks = "务工收入稳定，停止帮扶后没有返贫风险"
    return {"measures": MEASURES[:2], "risk_gone": True, "stands_without_help": True, "remarks": remarks}


def _look_back(params: Params, _: Sequence[House], __: Actor, ___: str) -> Body:
    grounds = {
        "roll_back": "帮扶措施停止后收入不稳，风险消除不稳定",
        "clear_out": "识别时已购置商品房，不符合监测帮扶条件",
    }
    conclusion = params["conclusion"]
    return {"conclusion": conclusion, "grounds": grounds.get(conclusion, "逐户排查后得出本结论")}


def _new_risk(_: Params, houses: Sequence[House], __: Actor, ___: str) -> Body:
    return {"cause": CAUSES[variety(houses[0]) % len(CAUSES)], "what": "9月新发生意外，家庭支出骤增，收入中断"}


def _told(_: Params, __: Sequence[House], ___: Actor, ____: str) -> Body:
    return {"result": "经核实不符合条件，已当面说明理由", "way": "in-person", "recheck_explained": True}


def _circumstances(move: str) -> Body:
    """A household's income and guarantees as the visit finds them too."""
    income = Decimal("11260.50" if move in LEAVING else "5320.00")
    return {"income_per_head": income, "housing_safe": True, "insured": True, "in_school": True, "water_safe": True}


def _weighing(params: Params, _: Sequence[House], __: Actor, move: str) -> Body:
    conclusion = params.get("conclusion") or ("no_risk" if move in LEAVING else "risk")
    why = {
        "risk": "户主患慢性病，医疗和就学支出大，收入不稳，综合看有返贫致贫风险",
        "no_risk": "家庭有稳定务工收入，支出可控，住房、医疗、就学、饮水都有保障",
    }
    expenses = Decimal(2600 if conclusion == "no_risk" else 18000)
    return _circumstances(move) | {"expenses": expenses, "conclusion": conclusion, "explanation": why[conclusion]}


def _assessment(_: Params, __: Sequence[House], ___: Actor, move: str) -> Body:
    good = {"expenses_controlled": True, "measures_effective": True, "no_new_risk": True}
    told = {"stable_since": date(2018, 1, 1), "conclusion": "eliminate", "remarks": "收入稳定，风险已经消除"}
    return _circumstances(move) | good | told


def _return_cause(_: Params, __: Sequence[House], ___: Actor, ____: str) -> Body:
    proof = "今年7月山洪冲毁住房和农田，经核实损失严重"
    return {"return_cause": "disaster", "proof": proof, "documents": ["受灾核定书〔2018〕6号"]}


def _situation_analysis(_: Params, houses: Sequence[House], by: Actor, __: str) -> Body:
    analysis = f"对照台账逐户分析，{len(houses)}户收入和保障情况稳定，列入名单"
    return {"analysts": [by.name, CLERKS[0].name, COLLECTORS[0].name], "analysis": analysis, "listed": True}


def _consultation(_: Params, houses: Sequence[House], by: Actor, __: str) -> Body:
    attendees = [by.name, *(clerk.name for clerk in CLERKS if clerk.name != by.name)]
    return {"place": "村委会会议室", "chair": by.name, "attendees": attendees, "agreed": [h.case_id for h in houses]}


def _response(params: Params, _: Sequence[House], __: Actor, ___: str) -> Body:
    return {"level": params["level"], "response": "gone", "findings": "逐户核实，收入稳定，风险已经消除"}


def _proof(_: Params, __: Sequence[House], ___: Actor, ____: str) -> Body:
    return {"what": "户籍注销证明，家庭成员均已减少"}


def _stability(_: Params, __: Sequence[House], ___: Actor, ____: str) -> Body:
    points = dict.fromkeys(("income_lasting", "guarantees_lasting", "risk_gone", "procedure_complete"), True)
    return {**points, "new_risk": False, "findings": "务工收入稳定，三保障和饮水安全没有问题"}


def _hindrance(_: Params, __: Sequence[House], by: Actor, ___: str) -> Body:
    told = {"cause": "户主长期患病，收入还不稳定", "adjusted": "增加公益性岗位，落实慢病签约服务"}
    return {**told, "person": by.name, "review_on": "2099-12-31"}


def _recheck_request(_: Params, houses: Sequence[House], __: Actor, ___: str) -> Body:
    return {"applicant": houses[0].head, "reason": "不同意核实结果，请求上一级再核实"}


def _second_visit(params: Params, _: Sequence[House], by: Actor, __: str) -> Body:
    names = [by.name, "木文亮", "赵小芳", "何国强"][: max(params.get("visitors", 1), 2)]
    signed = list(params.get("signed_by", ())) or ["household", "collector"]
    found = "换人再次入户，与第一次核查的情况一致"
    return {"visitors": [{"name": one} for one in names], "signed_by": signed, "findings": found, "agrees": True}


def _emergency(_: Params, __: Sequence[House], ___: Actor, ____: str) -> Body:
    return {"cause": "disaster", "what": "山洪冲毁房屋和农田，家中存粮受损", "reported_by": "村民小组长"}


def _relief(_: Params, __: Sequence[House], by: Actor, ___: str) -> Body:
    return {"measures": ["临时救助金3000元", "临时安置住房"], "given_by": by.name}


PAPERS: dict[str, Paper] = OFFICES | {
    "visit": Paper(ALONE, _visit),
    "application": Paper(ALONE, _application),
    "authorisation": Paper(ALONE, _signed),
    "consent": Paper(ALONE, _consent),
    "minutes": Paper(GROUP, _minutes),
    "proposal": Paper(VILLAGE, _proposal),
    "help_review": Paper(ALONE, _help_review),
    "look_back": Paper(ALONE, _look_back),
    "stability": Paper(ALONE, _stability),
    "hindrance": Paper(ALONE, _hindrance),
    "new_risk": Paper(ALONE, _new_risk),
    "told": Paper(ALONE, _told),
    "proof": Paper(ALONE, _proof),
    "recheck_request": Paper(ALONE, _recheck_request),
    "second_visit": Paper(ALONE, _second_visit),
    "emergency": Paper(ALONE, _emergency),
    "relief": Paper(ALONE, _relief),
    "weighing": Paper(ALONE, _weighing),
    "assessment": Paper(ALONE, _assessment),
    "return_cause": Paper(ALONE, _return_cause),
    "situation_analysis": Paper(VILLAGE, _situation_analysis),
    "consultation": Paper(VILLAGE, _consultation),
    "response": Paper(ALONE, _response),
}
