"""What stands in each kind of evidence for a made-up household: good enough for what the step asks.

One paper may serve many households (`reach` says how wide), others are each household's own.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.actors import Actor
from states.practice.houses import House
from states.practice.staff import CLERKS, COLLECTORS

Params = Mapping[str, Any]
Body = dict[str, Any]
Writer = Callable[[Params, Sequence[House], Actor, str], Body]

ALONE, GROUP, VILLAGE, TOWNSHIP = 0, 14, 12, 9
CAUSES = ("illness", "schooling", "accident", "disaster", "work")
RISKS = ("因务工就业不稳", "因学支出较大", "因自然灾害", "因意外事故")
MEASURES = ("产业帮扶：发展中药材种植", "就业帮扶：推荐乡村公益性岗位", "教育帮扶：落实教育资助")
_SURNAMES, _GIVEN = "和杨李王张赵陈余木何", "福贵荣华春生玉清正明"


@dataclass(frozen=True, slots=True)
class Paper:
    """How one kind is written, and for how many: the length of the area code whose households share one."""

    reach: int
    write: Writer


def _visit(params: Params, _: Sequence[House], by: Actor, move: str) -> Body:
    names = [by.name, *(one.name for one in (*COLLECTORS, *CLERKS) if one.name != by.name)]
    posts = ["村级信息员", "信息采集员", "信息采集员", "驻村工作队员", "驻村工作队员"]
    wanted = max(params.get("visitors", 1), 2)
    better = move in ("eliminate", "clear_out")
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
    return {
        "place": "村民小组活动室",
        "chair": chair,
        "recorder": by.name,
        "eligible": 30,
        "roster": roster,
        "votes": votes,
    }


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


def _meeting(_: Params, houses: Sequence[House], by: Actor, __: str) -> Body:
    attendees = [by.name, "李建华", "段雪莲", *(clerk.name for clerk in CLERKS)]
    agreed, measures = [h.case_id for h in houses], "按村级名单逐户落实产业、就业、教育帮扶措施，明确帮扶责任人"
    return {
        "place": "镇政府三楼会议室",
        "chair": by.name,
        "attendees": attendees,
        "agreed": agreed,
        "measures": measures,
    }


def _spot_check(_: Params, __: Sequence[House], by: Actor, ___: str) -> Body:
    return {"checkers": [by.name], "on_site": True, "holds": True, "remarks": "入户抽查，与村级上报一致"}


def _decision(_: Params, __: Sequence[House], ___: Actor, move: str) -> Body:
    number = {"eliminate": 2, "roll_back": 3, "re_flag": 4, "clear_out": 5}.get(move, 1)
    return {"approve": True, "document": f"香振发〔2021〕{number}号", "reason": "程序完备，符合条件"}


def _entry(_: Params, houses: Sequence[House], __: Actor, ___: str) -> Body:
    return {"system_number": f"XT{houses[0].number}"}


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


def _proof(_: Params, __: Sequence[House], ___: Actor, ____: str) -> Body:
    return {"what": "户籍注销证明，家庭成员均已减少"}


def _stability(_: Params, __: Sequence[House], ___: Actor, ____: str) -> Body:
    points = dict.fromkeys(("income_lasting", "guarantees_lasting", "risk_gone", "procedure_complete"), True)
    return {**points, "new_risk": False, "findings": "务工收入稳定，三保障和饮水安全没有问题"}


def _hindrance(_: Params, __: Sequence[House], by: Actor, ___: str) -> Body:
    told = {"cause": "户主长期患病，收入还不稳定", "adjusted": "增加公益性岗位，落实慢病签约服务"}
    return {**told, "person": by.name, "review_on": "2099-12-31"}


PAPERS: dict[str, Paper] = {
    "visit": Paper(ALONE, _visit),
    "application": Paper(ALONE, _application),
    "authorisation": Paper(ALONE, _signed),
    "consent": Paper(ALONE, _consent),
    "minutes": Paper(GROUP, _minutes),
    "proposal": Paper(VILLAGE, _proposal),
    "meeting": Paper(TOWNSHIP, _meeting),
    "spot_check": Paper(ALONE, _spot_check),
    "decision": Paper(TOWNSHIP, _decision),
    "entry": Paper(ALONE, _entry),
    "help_review": Paper(ALONE, _help_review),
    "look_back": Paper(ALONE, _look_back),
    "stability": Paper(ALONE, _stability),
    "hindrance": Paper(ALONE, _hindrance),
    "new_risk": Paper(ALONE, _new_risk),
    "told": Paper(ALONE, _told),
    "proof": Paper(ALONE, _proof),
}


def answer(department: str, hit: str = "", detail: str = "") -> Body:
    """A department's answer: nothing found, or the item that was."""
    return {"department": department, "hit": bool(hit), "item": hit, "detail": detail}


def explanation(department: str) -> Body:
    """Why a hit does not stand in the way."""
    return {"department": department, "explanation": "入户核实：车辆为务工用二手农用车，价值不高，不影响认定"}
