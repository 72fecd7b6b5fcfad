"""What collection forms and comparison sheets say (TZ06, TZ07, BZ02): by village, each household once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.errors import NotFound, Refused
from engine.guards import Blocker
from engine.words import N_
from publicity.offices import government_of
from states import regions
from states.codes import codes
from states.exchange.exports import MONITORED_STATES, is_collected
from states.households import Household
from states.lifecycle import LABELS
from states.members import Member, there_on

LIFTED_OUT = "脱贫户年度基础信息采集表"
MONITORED = "易返贫致贫户（监测对象）户年度基础信息采集表"
NEW = "防止返贫监测对象信息采集表"
COMPARISON = "监测信息对照表"
MOST = 300
BLANK = ("致贫返贫风险", "家庭纯收入（元）", "住房、饮水、教育、医疗保障", "帮扶措施")
"""What is asked at the household beside what the register holds; the visit's own record keeps the answers."""
Row = tuple[Household, str]


def village_values(session: Session, area: str, by: Actor, on: date) -> tuple[str, dict[str, Any]]:
    """The yearly forms of a village or villager group, from the data of last December.

    A lifted-out household that is monitored as well stands in both sub-systems and is printed once, as lifted out.
    Raises NotFound outside the actor's area, Refused when nobody is to be collected, or too many for one print.
    """
    if len(area) < 12 or not by.covers(area) or (place := regions.full_name(session, area, area[:9])) == "":
        raise NotFound("region", area)
    query = select(Household, Case.state).join(Case, Case.id == Household.case_id).where(is_collected())
    query = query.where(within(Household.group_code, area), within(Household.group_code, by.area))
    rows = [(row[0], row[1]) for row in session.execute(query.order_by(Household.number).limit(MOST + 1))]
    if not rows:
        text = N_("“%(place)s”没有脱贫户和监测对象，不需要采集表")
        raise Refused("collect", [Blocker("nobody-to-collect", text, {"place": place}, basis="TZ06")])
    if len(rows) > MOST:
        text = N_("“%(place)s”超过%(most)d户，请按村民小组打印")
        raise Refused("collect", [Blocker("too-many", text, {"place": place, "most": MOST}, basis="TZ06")])
    december = date(on.year - 1, 12, 31)
    titles = [LIFTED_OUT if household.kind == "lifted_out" else MONITORED for household, _ in rows]
    return "collection_form", _values(session, rows, titles, december, december, on) | {
        "number": f"CJ-{on.year}-{area}"
    }


def new_values(session: Session, case_id: int, on: date) -> tuple[str, dict[str, Any]]:
    """The collection form (附件3) of a household that is newly to be monitored; Refused for one on record (TZ07)."""
    household, state = _one(session, case_id)
    if state in MONITORED_STATES:
        text = N_("该户已是监测对象，请打印监测信息对照表")
        raise Refused("collect", [Blocker("already-monitored", text, basis="TZ07")])
    values = _values(session, [(household, state)], [NEW], None, on, on)
    return "collection_form", values | {"number": f"FJ3-{on.year}-{household.number}"}


def comparison_values(session: Session, case_id: int, on: date) -> tuple[str, dict[str, Any]]:
    """The comparison sheet of a known monitored household: what is on record; Refused for a new one (TZ07)."""
    household, state = _one(session, case_id)
    if state not in MONITORED_STATES:
        text = N_("该户还没有识别为监测对象，请填写《防止返贫监测对象信息采集表》")
        raise Refused("compare", [Blocker("not-monitored", text, basis="TZ07")])
    values = _values(session, [(household, state)], [COMPARISON], None, on, on)
    return "collection_form", values | {"number": f"DZ-{on.year}-{household.number}"}


def _one(session: Session, case_id: int) -> Row:
    query = select(Household, Case.state).join(Case, Case.id == Household.case_id).where(Case.id == case_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("case", case_id)
    return row[0], row[1]


def _values(
    session: Session, rows: Sequence[Row], titles: Sequence[str], as_of: date | None, recorded: date, on: date
) -> dict[str, Any]:
    people: dict[int, list[Member]] = {household.id: [] for household, _ in rows}
    query = select(Member).where(Member.household_id.in_(list(people)), there_on(as_of))
    for member in session.scalars(query.order_by(Member.is_head.desc(), Member.id)):
        people[member.household_id].append(member)
    names = regions.names(session, {code for one, _ in rows for code in (one.village, one.group_code)})
    sheets = [
        {
            "title": title,
            "number": household.number,
            "village": names[household.village],
            "group": names[household.group_code],
            "head": household.head_name,
            "facts": _facts(household, state, len(people[household.id])),
            "members": [_person(member) for member in people[household.id]],
        }
        for (household, state), title in zip(rows, titles, strict=True)
    ]
    return {
        "addressee": government_of(session, rows[0][0].group_code),
        "recorded_on": recorded.isoformat(),
        "sheets": sheets,
        "made_on": on.isoformat(),
    }


def _facts(household: Household, state: str, persons: int) -> list[dict[str, str]]:
    known = {
        "户类型": codes("household_kind").label(household.kind),
        "监测对象类别": codes("category").label(household.category) if household.category != "none" else "",
        "状态": LABELS.get(state, state),
        "识别监测日期": household.identified_on.isoformat() if household.identified_on else "",
        "风险消除日期": household.eliminated_on.isoformat() if household.eliminated_on else "",
        "家庭人口数": str(persons),
        "联系电话": household.phone,
        "家庭住址": household.address,
    }
    return [{"label": label, "recorded": known.get(label, "")} for label in (*known, *BLANK)]


def _person(member: Member) -> dict[str, str]:
    schooling = codes("school").label(member.school) or codes("education").label(member.education)
    return {
        "name": member.name,
        "relation": codes("relation").label(member.relation),
        "identity_number": member.id_no,
        "schooling": schooling,
        "health": codes("health").label(member.health),
        "labour": codes("labour").label(member.labour),
    }
