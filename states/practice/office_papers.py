"""What the offices write: checks, meetings, decisions, answers of departments, reports and entries."""

from __future__ import annotations

from collections.abc import Sequence

from engine.actors import Actor
from states.practice.houses import House
from states.practice.paper import ALONE, TOWNSHIP, Body, Paper, Params
from states.practice.staff import CLERKS
from states.sample_places import letters_of


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


def _decision(_: Params, houses: Sequence[House], __: Actor, move: str) -> Body:
    number = {"eliminate": 2, "roll_back": 3, "re_flag": 4, "clear_out": 5}.get(move, 1)
    document = f"{letters_of(houses[0].area)}{number}号"
    return {"approve": True, "document": document, "reason": "程序完备，符合条件"}


def _entry(_: Params, houses: Sequence[House], __: Actor, ___: str) -> Body:
    return {"system_number": f"XT{houses[0].number}"}


def _recheck(_: Params, __: Sequence[House], by: Actor, ___: str) -> Body:
    return {"checkers": [by.name], "upheld": False, "findings": "重新入户核实，与原核实结果一致"}


def _filing(_: Params, __: Sequence[House], ___: Actor, ____: str) -> Body:
    return {"office": "市防止返贫工作领导小组办公室", "filing_number": "备〔2021〕12号", "accepted": True}


def _report(_: Params, __: Sequence[House], ___: Actor, ____: str) -> Body:
    return {"document": "报〔2021〕6号", "reported_to": "市防止返贫工作领导小组办公室"}


def _system_opened(_: Params, __: Sequence[House], ___: Actor, ____: str) -> Body:
    return {"opened_on": "2021-01-01", "document": "系统权限开放通知"}


def review(criterion: str, department: str, asks: Sequence[str] = ()) -> Body:
    """A criterion found met, with everything that it asks for besides."""
    remarks = "逐户核实，达到标准"
    return {"criterion": criterion, "department": department, "met": True, "remarks": remarks} | dict.fromkeys(
        asks, True
    )


OFFICES: dict[str, Paper] = {
    "meeting": Paper(TOWNSHIP, _meeting),
    "spot_check": Paper(ALONE, _spot_check),
    "decision": Paper(TOWNSHIP, _decision),
    "entry": Paper(ALONE, _entry),
    "recheck": Paper(ALONE, _recheck),
    "filing": Paper(TOWNSHIP, _filing),
    "report": Paper(TOWNSHIP, _report),
    "system_opened": Paper(TOWNSHIP, _system_opened),
}


def answer(department: str, hit: str = "", detail: str = "") -> Body:
    """A department's answer: nothing found, or the item that was."""
    return {"department": department, "hit": bool(hit), "item": hit, "detail": detail}


def explanation(department: str) -> Body:
    """Why a hit does not stand in the way."""
    return {"department": department, "explanation": "入户核实：车辆为务工用二手农用车，价值不高，不影响认定"}
