"""The joint review's letters: the county asks a department, the department answers for its own column (XZ16)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from engine.actors import Actor
from engine.errors import BadInput, NotFound, Problem
from engine.guards import Blocker
from engine.words import N_
from publicity.letters.letter import Asking, Draft, Field, Letter
from publicity.offices import COUNTY, bureau_of, office_at
from states import joint_review, regions
from states.evidence.reviews import KEEP_LEDGERS_ONLY
from states.households import Household
from states.joint_review import Answered, Asked
from states.packs.departments import departments
from states.packs.store import in_force

DAYS = 5


def _office(asking: Asking, code: str) -> str:
    """A department as an office of the county, such as 云岭市公安局; its own name where it is none of the usual."""
    title = departments(asking.session).get(code, code)
    county = office_at(asking.session, asking.by.area[:COUNTY]).name
    bare = title.partition("（")[0]
    return county + (bare if bare.endswith(("局", "银行", "残联", "站", "所", "办", "中心", "委")) else f"{bare}局")


def _request(asking: Asking) -> Draft:
    session, code = asking.session, asking.said("department")
    if code not in _departments(asking):
        raise BadInput(Problem("department", N_("请选择部门")))
    found = _waiting(asking, code)
    called = regions.names(session, {one.village for one in found})
    people = [
        {
            "number": one.number,
            "head": one.head_name,
            "village": called.get(one.village, one.village),
            "act": one.move,
            "name": person.name,
            "identity_number": person.id_no or "暂无",
        }
        for one in found
        for person in one.people
    ]
    values: dict[str, Any] = {
        "issuer": bureau_of(session, asking.by.area),
        "to": _office(asking, code),
        "basis": _basis(asking, found),
        "matters": asking.said("matters"),
        "answer_by": (asking.day("answer_by") or asking.today).isoformat(),
        "households": max(len(found), 1),
        "people": people,
        "contact": asking.said("contact"),
        "telephone": asking.said("telephone"),
    }
    blockers = () if found else (Blocker("nobody-waits", N_("没有等待这个部门答复的农户"), {}, "四(二)5", "county"),)
    title = f"关于商请开展部门联审的函（{_office(asking, code)}）"
    return Draft(asking.by.area, "函", title, values, department=code, blockers=blockers)


def _waiting(asking: Asking, code: str) -> list[Asked]:
    """All households that wait for a department's answer, as it sees them itself."""
    eyes = Actor(asking.by.id, asking.by.name, "department", asking.by.area, code)
    found: list[Asked] = []
    while True:
        after = (found[-1].opened_at, found[-1].case_id) if found else None
        page = joint_review.asked(asking.session, asking.book, eyes, people=True, after=after)
        found += page
        if len(page) < joint_review.PAGE:
            return found


def _basis(asking: Asking, found: list[Asked]) -> str:
    area = found[0].village if found else asking.by.area
    try:
        head = in_force(asking.session, area, asking.today).file.pack
    except NotFound:
        return "防止返贫动态监测工作安排"
    return f"《{head.document or head.title}》"


def _departments(asking: Asking) -> dict[str, str]:
    known = departments(asking.session)
    return {code: title for code, title in known.items() if code not in KEEP_LEDGERS_ONLY}


def _begin(asking: Asking) -> Mapping[str, str]:
    place = office_at(asking.session, asking.by.area)
    told = {"contact": asking.by.name, "telephone": place.phone, "matters": "本部门掌握的登记信息"}
    return told | {"answer_by": (asking.today + timedelta(days=DAYS)).isoformat()}


JOINT_REVIEW_REQUEST = Letter(
    "joint_review_request",
    ("county",),
    (
        Field("department", N_("部门"), "choice"),
        Field("matters", N_("比对内容"), hint=N_("如：户籍、车辆")),
        Field("answer_by", N_("答复期限"), "day"),
        Field("contact", N_("联系人")),
        Field("telephone", N_("联系电话")),
    ),
    _request,
    subject="department",
    starts_with=_begin,
    choices=lambda asking: {"department": _departments(asking)},
)


def _answer(asking: Asking) -> Draft:
    session, by = asking.session, asking.by
    since = asking.day("since") or asking.today
    found = [one for one in _given(asking) if one.on >= since]
    places = _villages(asking, found)
    answers = [
        {
            "number": one.number,
            "head": one.head_name,
            "village": places.get(one.case_id, "—"),
            "item": (one.item or "命中") if one.hit else "",
        }
        for one in reversed(found)
    ]
    office = _office(asking, by.department)
    values = {
        "issuer": office,
        "to": bureau_of(session, by.area),
        "column": asking.said("column"),
        "answers": answers,
        "person": by.name,
    }
    text = N_("%(since)s以来没有本部门的答复，请先在“部门比对”页逐户答复")
    blockers = () if found else (Blocker("nothing-answered", text, {"since": since}, "四(二)5", "department"),)
    title = f"{office}关于部门联审的复函"
    return Draft(by.area, "函", title, values, office=office, department=by.department, blockers=blockers
    )  # fmt: skip


def _given(asking: Asking) -> list[Answered]:
    found, before = joint_review.answered(asking.session, asking.by)
    while before:
        more, before = joint_review.answered(asking.session, asking.by, before)
        found += more
    return found


def _villages(asking: Asking, found: list[Answered]) -> dict[int, str]:
    query = select(Household.case_id, Household.village).where(Household.case_id.in_([one.case_id for one in found]))
    rows = dict(asking.session.execute(query).all())
    called = regions.names(asking.session, set(rows.values()))
    return {case_id: called.get(village, village) for case_id, village in rows.items()}


JOINT_REVIEW_ANSWER = Letter(
    "joint_review_answer",
    ("department",),
    (
        Field("since", N_("从哪一天起的答复"), "day"),
        Field("column", N_("比对栏目"), hint=N_("如：户籍、车辆")),
    ),
    _answer,
    starts_with=lambda asking: {
        "since": (asking.today - timedelta(days=30)).isoformat(),
        "column": "本部门掌握的登记信息",
    },
)
