"""What the forms say that a household signs: the application with authorisation, and the informed consent."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.evidence import Evidence, Exhibit, of_case
from publicity.offices import government_of
from states import regions
from states.codes import codes
from states.evidence.reviews import DEPARTMENTS, KEEP_LEDGERS_ONLY
from states.households import Household
from states.members import of_households
from states.notice_lines import MODES
from states.packs import store

SCOPES = ["户口", "房产", "车辆", "国家公职人员", "经营实体", "健康状况", "就学情况", "外出务工", "家庭成员关系"]
DIFFICULTY = "收入减少、刚性支出增加"


def application_values(
    session: Session, case_id: int, on: date, *, difficulties: str = ""
) -> tuple[str, dict[str, Any]]:
    """The application of one household, to be signed, made out on a day.

    `difficulties` are in the household's own words; those of the newest application on file by default, else
    what the visit found. A form for signing may go to print before either is there.
    """
    household = _household(session, case_id)
    members = of_households(session, [household.id])[household.id]
    reason = _said(session, case_id, "application", "reason") or _said(session, case_id, "visit", "findings")
    return "application_authorisation", _place(session, household) | {
        "number": f"SQ-{on.year}-{household.number}",
        "telephone": household.phone or None,
        "members": [
            {
                "name": member.name,
                "relation": codes("relation").label(member.relation),
                "identity_number": member.person or None,
            }
            for member in members
        ],
        "every_member": _every_member(session, household, on),
        "difficulties": (difficulties or str(reason or DIFFICULTY)).rstrip("。"),
        "scopes": SCOPES,
        "departments": [title for code, title in DEPARTMENTS.items() if code not in KEEP_LEDGERS_ONLY],
        "made_on": on.isoformat(),
    }


def consent_values(session: Session, case_id: int, on: date, *, mode: str = "") -> tuple[str, dict[str, Any]]:
    """The informed consent of one household to the elimination of its risk, to be signed, made out on a day.

    `mode` is the code of the way of elimination; what the village proposed by default, else by help.
    """
    household = _household(session, case_id)
    pack = store.in_force(session, household.group_code, on)
    window = pack.file.income.window
    income = _said(session, case_id, "visit", "income_per_head")
    mode = mode or str(_said(session, case_id, "proposal", "mode", case_id) or "help")
    grounds = [_said(session, case_id, "help_review", "remarks"), _said(session, case_id, "visit", "findings")]
    values: dict[str, Any] = _place(session, household) | {
        "number": f"XC-{on.year}-{household.number}",
        "persons": len(of_households(session, [household.id])[household.id]),
        "category": codes("category").label(household.category),
        "identified_on": household.identified_on.isoformat() if household.identified_on else None,
        "risks": _said(session, case_id, "proposal", "risks", case_id) or ["其他风险"],
        "mode": MODES[mode],
        "grounds": [str(said) for said in grounds if said] or ["风险已稳定消除。"],
        "made_on": on.isoformat(),
    }
    if income is not None:
        values |= {"income": str(income), "line": str(pack.file.income.line)}
    if window.since and window.until:
        values["income_period"] = f"{_day(window.since)}至{_day(window.until)}"
    return "informed_consent", values


def _every_member(session: Session, household: Household, on: date) -> bool:
    """Whether the plan in force wants the authorisation signed by every member, not by the head alone."""
    try:
        definition = store.in_force(session, household.group_code, on).definition
    except NotFound:
        return False
    steps = (step for move in definition.moves if move.procedure for step in move.procedure.steps)
    needs = (need for step in steps for need in step.each_need if need.name == "evidence:authorisation")
    return any("every-member" in need.params.get("signed_by", ()) for need in needs)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _household(session: Session, case_id: int) -> Household:
    found = session.scalars(select(Household).where(Household.case_id == case_id)).one_or_none()
    if found is None:
        raise NotFound("case", case_id)
    return found


def _place(session: Session, household: Household) -> dict[str, Any]:
    names = regions.names(session, [household.village, household.group_code])
    return {
        "addressee": government_of(session, household.group_code),
        "village": names.get(household.village, ""),
        "group": names.get(household.group_code, ""),
        "head": household.head_name,
        "household_number": household.number,
    }


def _said(session: Session, case_id: int, kind: str, name: str, item: int | None = None) -> Any:
    """What the newest standing evidence of a kind says under `name`; for lists, what it says of the case `item`."""
    for exhibit, evidence in of_case(session, case_id):
        if exhibit.kind != kind or exhibit.superseded:
            continue
        said = _item(exhibit, evidence, item)
        if said.get(name):
            return said[name]
    return None


def _item(exhibit: Exhibit, evidence: Evidence, item: int | None) -> dict[str, Any]:
    return dict(json.loads(evidence.body if item is None else exhibit.facts))
