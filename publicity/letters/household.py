"""Letters about one household: the township's review sheet, and what a household is told that is not taken in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from engine.cases import Case
from engine.errors import BadInput, NotFound, Problem
from engine.evidence import Evidence, of_case
from engine.guards import Blocker
from engine.runs import Run
from engine.words import N_
from publicity.documents.registry import day
from publicity.letters.letter import Asking, Draft, Field, Letter
from publicity.offices import bureau_of, contact_of, government_of, office_at
from states import regions
from states.evidence.known import KINDS
from states.households import Household
from states.lifecycle import MONITORED, RE_FLAGGED
from states.members import of_households
from states.notice_lines import NoticeLine
from states.notices import Notice
from states.packs.store import in_force

VILLAGE_WORK = ("application", "visit", "second_visit", "weighing", "minutes", "proposal", "help_review", "consent")
TOWNSHIP_WORK = ("spot_check", "meeting", "consultation", "explanation")
OPINIONS = {"agree": N_("同意上报"), "return": N_("退回村级重办")}
NUMBER = Field("household", N_("户编号"))


def _household(asking: Asking) -> Household:
    """The household that the clerk named by its number; `BadInput` where there is none in the area."""
    found = asking.session.scalar(select(Household).where(Household.number == asking.said("household")))
    if found is None or not asking.by.covers(found.group_code):
        raise BadInput(Problem("household", N_("您的辖区里没有这个户编号")))
    return found


def _placed(asking: Asking, home: Household) -> dict[str, Any]:
    called = regions.names(asking.session, [home.village, home.group_code])
    return {
        "issuer": government_of(asking.session, home.group_code),
        "household": home.number,
        "head": home.head_name,
        "village": called.get(home.village, home.village),
        "group": called.get(home.group_code, home.group_code),
    }


def _review(asking: Asking) -> Draft:
    session, home = asking.session, _household(asking)
    case = session.get_one(Case, home.case_id)
    run = session.get(Run, case.run_id) if case.run_id else None
    label = asking.book.definition(session, run.definition).by_name[run.move].label if run else "动态管理"
    said = [one for exhibit, one in reversed(of_case(session, home.case_id)) if not exhibit.superseded]
    village = [_told(one, home.case_id) for one in said if one.kind in VILLAGE_WORK]
    values = _placed(asking, home) | {
        "persons": len(of_households(session, [home.id])[home.id]),
        "act": label,
        "village_work": [*village, *_notices(asking, home)] or [{"label": "村级程序", "said": "系统中没有记录"}],
        "township_work": [_told(one, home.case_id) for one in said if one.kind in TOWNSHIP_WORK],
        "opinion": asking.said("opinion"),
        "grounds": asking.said("grounds"),
        "reports_to": bureau_of(session, home.group_code),
    }
    blockers = (
        []
        if village
        else [Blocker("nothing-to-review", N_("村里还没有为这一户提交材料，没有可以审核的"), {}, "", "village")]
    )
    title = f"{home.head_name}户{label}乡镇审核意见表"
    return Draft(home.township, "审", title, values, about=home.case_id, blockers=blockers)


def _told(evidence: Evidence, case_id: int) -> dict[str, str]:
    """A line of the sheet: the kind of evidence, the day, who, and what matters of it."""
    body = json.loads(evidence.body)
    parts = [day(evidence.happened_on), *_who(body), *_what(body, str(case_id))]
    return {"label": KINDS[evidence.kind].title, "said": "，".join(parts)[:200]}


def _who(body: Mapping[str, Any]) -> Iterator[str]:
    people = [one["name"] if isinstance(one, dict) else str(one) for one in body.get("visitors") or ()]
    people += [str(one) for one in body.get("checkers") or ()]
    if people:
        yield "、".join(people)
    if body.get("applicant"):
        yield f"申请人{body['applicant']}"


def _what(body: Mapping[str, Any], case: str) -> Iterator[str]:
    if body.get("income_per_head") is not None:
        yield f"人均纯收入{body['income_per_head']}元"
    if roster := body.get("roster"):
        yield f"应到{body.get('eligible', len(roster))}人、实到{len(roster)}人"
    votes = body.get("votes")
    if isinstance(votes, dict) and (vote := votes.get(case)):
        yield f"同意{vote['agree']}票、反对{vote['against']}票、弃权{vote['abstain']}票"
    if "holds" in body:
        yield "与上报情况相符" if body["holds"] else "与上报情况不符"
    agreed = body.get("agreed")
    if isinstance(agreed, dict) and case in agreed:
        yield "同意" if agreed[case] else "不同意"
    for name in ("findings", "remarks", "explanation"):
        if said := body.get(name):
            yield str(said).rstrip("。")


def _notices(asking: Asking, home: Household) -> Iterator[dict[str, str]]:
    query = (
        select(Notice)
        .join(NoticeLine, NoticeLine.notice_id == Notice.id)
        .where(NoticeLine.case_id == home.case_id, NoticeLine.removed_at.is_(None), Notice.posted_on.is_not(None))
    )
    for notice in asking.session.scalars(query.order_by(Notice.id)):
        yield {"label": "公示", "said": f"{notice.number}，{day(notice.first_on)}至{day(notice.last_on)}"}


TOWNSHIP_REVIEW = Letter(
    "township_review",
    ("township", "township_leader"),
    (
        NUMBER,
        Field("opinion", N_("审核意见"), "choice"),
        Field("grounds", N_("意见说明"), "text"),
    ),
    _review,
    subject="household",
    choices=lambda _: {"opinion": OPINIONS},
)


def _decline(asking: Asking) -> Draft:
    session, home = asking.session, _household(asking)
    state = session.get_one(Case, home.case_id).state
    until = asking.day("recheck_until") or asking.today
    if until <= asking.today:
        raise BadInput(Problem("recheck_until", N_("申请复核的期限要在今天以后")))
    office = office_at(session, home.township)
    values = _placed(asking, home) | {
        "basis": _basis(asking, home),
        "reason": asking.said("reason"),
        "recheck_until": until.isoformat(),
        "contact": contact_of(office, government_of(session, home.group_code)),
    }
    blockers = []
    if state in (MONITORED, RE_FLAGGED):
        text = N_("这一户已是监测对象，不能告知不予纳入；不符合的，按程序清退或者消除风险")
        blockers.append(Blocker("monitored-already", text, {}, "", "township"))
    title = f"{home.head_name}户不予纳入告知书"
    return Draft(home.township, "告", title, values, about=home.case_id, blockers=blockers)


def _basis(asking: Asking, home: Household) -> str:
    try:
        head = in_force(asking.session, home.group_code, asking.today).file.pack
    except NotFound:
        return "防止返贫监测对象的条件"
    return f"《{head.document or head.title}》"


DECLINE_NOTICE = Letter(
    "decline_notice",
    ("township", "township_leader"),
    (
        NUMBER,
        Field("reason", N_("不予纳入的理由"), "text", hint=N_("写清家庭情况和对照的条件，农户看得懂")),
        Field("recheck_until", N_("申请复核的期限"), "day"),
    ),
    _decline,
    subject="household",
)
