"""What the minutes of a village's meetings say: blank for the meeting, or filled from what was recorded of it.

An appraisal votes on each household; the meeting of the two committees draws up the list.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import false, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.errors import NotFound, Refused
from engine.evidence import Evidence, Exhibit
from engine.guards import Blocker
from engine.words import N_
from publicity.documents.registry import day
from publicity.offices import office_at
from states import regions
from states.awaited import asked_of, awaited
from states.case_file import household as household_of
from states.changes.visits import visits_of
from states.codes import codes
from states.drafting import issuer_of
from states.evidence.meetings import CAPACITIES, HELD_AS, MinutesParams
from states.households import Household
from states.members import of_households
from states.notice_lines import MODES

MINUTES, PROPOSAL = "minutes", "proposal"
TITLES = {MINUTES: "民主评议会议记录", PROPOSAL: "村“两委”会议记录"}
LETTERS = {MINUTES: "PY", PROPOSAL: "LW"}
SEATS, MORE_SEATS, NAMED = 40, 10, 10
Told = tuple[str, dict[str, Any]]


def blank(session: Session, kind: str, area: str, by: Actor, on: date) -> Told:
    """The paper for a meeting of a village: every household whose open step waits for it.

    Raises NotFound outside the actor's area, and Refused when no household waits.
    """
    place = office_at(session, area[:12]) if len(area) >= 12 and (by.covers(area) or by.area.startswith(area)) else None
    if place is None:
        raise NotFound("region", area)
    rows = awaited(session, area, by, [kind])
    if not rows:
        text = N_("“%(place)s”没有等着开“%(meeting)s”的农户")
        told = {"place": place.name, "meeting": TITLES[kind].removesuffix("记录")}
        raise Refused("print", [Blocker("nobody-waits", text, told, basis="DB04")])
    params = MinutesParams(**(rows[0].need.params if kind == MINUTES else {}))
    homes = [one.household for one in rows]
    proposed = _proposed(session, homes)
    moves = {one.household.case_id: one.move for one in rows}
    last = _last(session, MINUTES, area, by) if kind == MINUTES else None
    roster = json.loads(last.body)["roster"] if last else []
    return "appraisal_minutes", _frame(session, kind, homes[0], params) | {
        "number": f"{LETTERS[kind]}-{on:%Y%m%d}-{area}",
        "held_as": HELD_AS.get(params.held_as or "", ""),
        "candidates": _candidates(session, homes, {case: f"拟{moves[case]}" for case in moves} | proposed),
        "roster": [] if kind == PROPOSAL else [_seat(one) for one in roster],
        "seats": MORE_SEATS if roster else SEATS if kind == MINUTES else MORE_SEATS * 2,
        "made_on": on.isoformat(),
    }


def held(session: Session, area: str, by: Actor, on: date) -> Told:
    """The newest recorded appraisal of a village; Refused when none is on record."""
    if len(area) < 12 or not (by.covers(area) or by.area.startswith(area)):
        raise NotFound("region", area)
    return _filled(session, _last(session, MINUTES, area, by), by, on)


def of_household(session: Session, case_id: int, by: Actor, on: date) -> Told:
    """The newest recorded appraisal that voted on a household; Refused when none is on record."""
    home = household_of(session, case_id, by)
    return _filled(session, _last(session, MINUTES, home.group_code, by, case_id), by, on)


def _filled(session: Session, minutes: Evidence | None, by: Actor, on: date) -> Told:
    if minutes is None:
        text = N_("还没有登记过民主评议会议记录，请先打印空白的，开会以后登记")
        raise Refused("print", [Blocker("no-minutes", text, {}, "DB04", "village")])
    body = json.loads(minutes.body)
    votes = {vote["case_id"]: vote for vote in body["votes"]}
    query = select(Household).where(Household.case_id.in_(votes), within(Household.group_code, by.area))
    homes = list(session.scalars(query.order_by(Household.group_code, Household.number)))
    params = MinutesParams(**asked_of(session, minutes.id, MINUTES))
    present, majority = len(body["roster"]), Fraction(params.majority)
    lines = _candidates(session, homes, _proposed(session, homes))
    for home, line in zip(homes, lines, strict=True):
        vote = votes[home.case_id]
        line |= {name: vote.get(name, 0) for name in ("agree", "against", "abstain")}
        line["passed"] = vote["agree"] > majority * present
    return "appraisal_minutes", _frame(session, MINUTES, homes[0], params) | {
        "number": f"PY-{minutes.happened_on:%Y%m%d}-{homes[0].village}-{minutes.id}",
        "held_on": minutes.happened_on.isoformat(),
        "held_as": HELD_AS.get(body.get("held_as", ""), ""),
        "instead_because": body.get("instead_because", ""),
        "place": body["place"],
        "chair": body["chair"],
        "recorder": body["recorder"],
        "eligible": body["eligible"],
        "candidates": lines,
        "roster": [_seat(one) | {"signed": one.get("signed", True)} for one in body["roster"]],
        "conclusion": _conclusion(body, lines),
        "made_on": on.isoformat(),
    }


def _frame(session: Session, kind: str, home: Household, params: MinutesParams) -> dict[str, Any]:
    village = office_at(session, home.village)
    rule = f"到会人数达到应到人数的{params.quorum}，同意票超过到会人数的{params.majority}，到会人员全部在签到册上签名"
    if params.capacities:
        rule += f"，有{'、'.join(CAPACITIES[one] for one in params.capacities)}参加"
    return {
        "meeting": TITLES[kind],
        "addressee": issuer_of(village),
        "village": village.name,
        "votes": kind == MINUTES,
        "rule": rule if kind == MINUTES else "逐户研究，写明拟定类别或消除方式和帮扶措施，到会人员在签到册上签名",
    }


def _candidates(session: Session, homes: Sequence[Household], proposed: Mapping[int, str]) -> list[dict[str, Any]]:
    names = regions.names(session, {home.group_code for home in homes})
    people = of_households(session, [home.id for home in homes])
    visits = visits_of(session, [home.case_id for home in homes])
    return [
        {
            "group": names.get(home.group_code, ""),
            "head": home.head_name,
            "persons": max(1, len(people[home.id])),
            "kind": codes("household_kind").label(home.kind),
            "proposed": proposed.get(home.case_id) or "见村“两委”名单",
            "facts": _visited(visits.get(home.case_id, [])),
        }
        for home in homes
    ]


def _visited(visits: Sequence[Any]) -> str:
    """What may be said aloud of the look at the house: when, and by how many; never what ails whom."""
    if not visits:
        return "还没有入户核查记录"
    return f"{day(visits[0].happened_on)}入户核查，{visits[0].visitors}人同去"


def _proposed(session: Session, homes: Sequence[Household]) -> dict[int, str]:
    """What the newest list of the two committees proposes for each household."""
    cases = [home.case_id for home in homes]
    query = select(Exhibit.case_id, Exhibit.facts).where(
        Exhibit.case_id.in_(cases), Exhibit.kind == PROPOSAL, Exhibit.superseded == false()
    )
    found: dict[int, str] = {}
    for case_id, facts in session.execute(query.order_by(Exhibit.evidence_id)):
        said = json.loads(facts)
        if said.get("category"):
            found[case_id] = f"拟纳入：{codes('category').label(said['category'])}"
        elif said.get("mode"):
            found[case_id] = f"拟消除风险：{MODES[said['mode']]}"
    return found


def _last(session: Session, kind: str, area: str, by: Actor, case_id: int | None = None) -> Evidence | None:
    query = (
        select(Evidence)
        .join(Exhibit, Exhibit.evidence_id == Evidence.id)
        .join(Household, Household.case_id == Exhibit.case_id)
        .where(Exhibit.kind == kind, Exhibit.superseded == false())
        .where(within(Household.group_code, area), within(Household.group_code, by.area))
    )
    if case_id is not None:
        query = query.where(Exhibit.case_id == case_id)
    return session.scalars(query.order_by(Evidence.happened_on.desc(), Evidence.id.desc()).limit(1)).first()


def _seat(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": one["name"], "capacity": CAPACITIES[one["capacity"]]}


def _conclusion(body: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> str:
    unsigned = sum(not one.get("signed", True) for one in body["roster"])
    signed = f"{unsigned}人没有签到" if unsigned else "签到齐全"
    lost = [str(one["head"]) for one in lines if not one["passed"]]
    told = f"应到{body['eligible']}人，实到{len(body['roster'])}人，{signed}。"
    told += f"评议{len(lines)}户，通过{len(lines) - len(lost)}户"
    if not lost:
        return f"{told}。"
    named = "、".join(lost[:NAMED]) + (f"等{len(lost)}户" if len(lost) > NAMED else "户")
    return f"{told}，没有通过{len(lost)}户：{named}。"
