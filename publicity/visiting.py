"""What a visit sheet says: everything due at one household's house, each form's part with its tasks (TZ28)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.errors import NotFound
from publicity.offices import government_of
from states import regions
from states.changes.change import NATURES, ONCE
from states.changes.shown import Line
from states.changes.visits import Seen
from states.codes import codes
from states.households import Household
from states.livelihood.mismatches import ADVICE, KINDS
from states.livelihood.student_list import DIFFERENCES, Difference
from states.policy_ledgers.desk import Line as PolicyLine
from states.reconciliation.visiting import ToAsk
from states.visits.due import SECTIONS, Due, due_at
from states.visits.people import Person

KEY_FACTS = {
    "不愁吃": "",
    "不愁穿": "",
    "义务教育有保障": "in_school",
    "基本医疗有保障": "insured",
    "住房安全有保障": "housing_safe",
    "饮水安全有保障": "water_safe",
    "年度人均纯收入（元）": "income_per_head",
}
"""The key facts with the name under which a visit tells of each; empty where it does not."""
Task = tuple[str, str]


def visit_values(session: Session, case_id: int, on: date, by: Actor) -> tuple[str, dict[str, Any]]:
    """The sheet for a visit to one household on a day; `NotFound` outside the actor's area."""
    query = select(Household.id).where(Household.case_id == case_id, within(Household.group_code, by.area))
    number = session.scalar(query)
    if number is None:
        raise NotFound("case", case_id)
    due = due_at(session, [number], by, on)[number]
    home = due.household
    names = regions.names(session, [home.village, home.group_code])
    return "visit_sheet", {
        "number": f"RH-{on:%Y%m%d}-{home.number}",
        "addressee": government_of(session, home.group_code),
        "village": names.get(home.village, ""),
        "group": names.get(home.group_code, ""),
        "head": home.head_name,
        "household_number": home.number,
        "kind": codes("household_kind").label(home.kind),
        "telephone": home.phone,
        "address": home.address,
        "members": [_person(one) for one in due.people],
        "parts": list(_parts(due)),
        "key_facts": [_key_fact(label, name, due.key_facts.last) for label, name in KEY_FACTS.items()],
        "signed": not due.key_facts.unsigned,
        "made_on": on.isoformat(),
    }


def _parts(due: Due) -> Iterator[dict[str, Any]]:
    tasks: dict[str, list[Task]] = {
        "household": [("本户", f"补登{'、'.join(some)}") for some in (due.missing, due.details) if some],
        "members": [(one.member.name, f"补登{'、'.join(one.empty)}") for one in due.people if one.empty],
        "income": list(_income(due)),
        "work": [(one.name, f"{KINDS[one.kind]}：{ADVICE[one.kind]}") for one in due.doubts]
        + [(one.name, one.text) for one in due.questions],
        "students": [(one.name, _student(one)) for one in due.students],
        "help": list(_help(due)),
        "findings": [(rule.title if (rule := one.rule) else one.finding.rule, one.sentence) for one in due.findings],
        "ledgers": [_ledger(one, due) for one in due.ledgers],
        "policies": [(one.line.name, _policy(one)) for one in due.policies],
        "changes": [_change(one) for one in due.changes],
        "key-facts": [("双签字", "核实下表的重要信息，请户主和信息采集员签字")],
    }
    for name in due.sections:
        yield {"title": SECTIONS[name], "tasks": [{"about": about, "text": text} for about, text in tasks[name]]}


def _income(due: Due) -> Iterator[Task]:
    if due.income is None:
        return
    for name, quarters in due.income.lacking:
        told = "、".join(str(quarter) for quarter in quarters)
        yield name, f"{due.income.year}年第{told}季度收入没有登记，没有收入的登记0"
    if due.income.to_sign:
        yield "全户", f"{due.income.year}年收入已录齐，请户主和信息采集员在收入表上签字"


def _help(due: Due) -> Iterator[Task]:
    for name in due.help.unanswered:
        yield name, "没有对应的帮扶措施：商定措施，风险已消除的核实依据"
    if not due.help.to_check:
        return
    quarter = due.help.quarter
    for one in due.help.measures:
        arrived = "本季度已登记落实，核实是否属实" if one.arrived else "本季度还没有登记落实"
        against = f"，针对{one.against}" if one.against else ""
        yield one.label, f"核查{quarter.year}年第{quarter.number}季度：{one.plan[:200]}{against}；{arrived}"


def _policy(one: PolicyLine) -> str:
    amount = "" if one.line.amount is None else f"，{one.line.amount}元"
    said = f"{one.ledger.policy}：{one.line.what}（{one.line.changed_on.isoformat()}{amount}）"
    return f"{said}，核实是否属实，属实的采用"


def _student(one: Difference) -> str:
    asked = {
        "missing-here": f"在读学历层次“{one.theirs}”，核实是否在读，在读的补登学生信息",
        "missing-there": f"登记为“{one.ours}”，核实是否在读、有没有申报补助",
        "level-differs": f"同步名单“{one.theirs}”，登记“{one.ours}”，核实后更正",
    }
    return f"{DIFFERENCES[one.kind]}：{asked[one.kind]}"


def _ledger(one: ToAsk, due: Due) -> Task:
    """A difference with whom it is about: the member, else the household."""
    name = next((person.member.name for person in due.people if person.member.id == one.member_id), "本户")
    return name, f"{one.ledger}“{one.field}”：台账“{one.theirs}”，登记“{one.ours}”，核实哪一边正确"


def _change(line: Line) -> Task:
    if not line.what:
        return line.who, f"核实{NATURES[line.change.nature]}（{line.reason}）"
    if line.change.keying == ONCE:  # the second to key it must not have seen the first
        return line.who, f"{line.what}：现登记“{line.before}”，问清后由另一人再录一遍"
    return line.who, f"{line.what}：现登记“{line.before}”，拟改为“{line.after}”"


def _person(person: Person) -> dict[str, str]:
    one = person.member
    return {
        "name": one.name,
        "relation": codes("relation").label(one.relation),
        "identity_number": one.id_no,
        "schooling": codes("school").label(one.school) or codes("education").label(one.education),
        "health": codes("health").label(one.health),
        "labour": codes("labour").label(one.labour),
        "missing": "、".join(person.missing),
    }


def _key_fact(label: str, name: str, seen: Seen | None) -> dict[str, str]:
    said = seen.said.get(name) if seen else None
    if seen is None or said is None:
        return {"label": label}
    word = {True: "是", False: "否"}.get(said, str(said)) if isinstance(said, bool) else str(said)
    day = seen.happened_on
    return {"label": label, "recorded": f"{word}（{day.year}年{day.month}月{day.day}日）"}
