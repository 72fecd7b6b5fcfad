"""What the booklet of a monitored household and the plan of one lifted out of poverty say (BZ09, XZ07)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.cases import Case
from engine.errors import Refused
from engine.guards import Blocker
from engine.words import N_
from publicity.documents.registry import day
from publicity.offices import office_at
from states import regions
from states.case_file import household as household_of
from states.changes.key_facts import tells
from states.changes.visits import Seen, visits_of
from states.codes import codes
from states.drafting import issuer_of
from states.help.booklet import Booklet, MeasureLine, booklet_of
from states.help.checks import HelpCheck
from states.help.deliveries import Delivery
from states.help.effects import QUESTIONS, EffectJudgement
from states.help.quarters import quarter_of
from states.help.risks import WAYS, Risk
from states.households import Household
from states.income.figures import figures
from states.income.items import NET
from states.lifecycle import LABELS, MONITORED, RE_FLAGGED
from states.members import Member, of_households
from states.visits.help import named

VISITS = 12
SECURE = {"in_school": "义务教育有保障", "insured": "基本医疗有保障", "housing_safe": "住房安全有保障",
          "water_safe": "饮水安全有保障"}  # fmt: skip
Told = tuple[str, dict[str, Any]]


def booklet_values(session: Session, case_id: int, on: date, by: Actor) -> Told:
    """The booklet of a monitored household for the year of a day; Refused for one that is not monitored."""
    home = household_of(session, case_id, by)
    state = session.get_one(Case, case_id).state
    if state not in (MONITORED, RE_FLAGGED):
        text = N_("该户现在不是监测对象（%(state)s），不需要帮扶手册")
        raise Refused("print", [Blocker("not-monitored", text, {"state": LABELS.get(state, state)}, "BZ09")])
    book = booklet_of(session, home)
    return "help_booklet", _place(session, home, on) | {
        "number": f"BF-{on.year}-{home.number}",
        "kind": codes("household_kind").label(home.kind),
        "category": codes("category").label(home.category),
        "state": LABELS[state],
        "identified_on": home.identified_on.isoformat() if home.identified_on else None,
        "address": home.address,
        "members": [_member(one) for one in of_households(session, [home.id])[home.id]],
        "risks": [_risk(one) for one in book.risks],
        "unanswered": [named(one) for one in book.unanswered],
        "measures": _measures(book, on.year),
        "outside": [_given(one) for one in book.outside if one.delivered_on.year == on.year],
        "checks": [_check(one) for one in reversed(book.checks) if one.quarter.startswith(str(on.year))],
        "visits": [_visit(one) for one in reversed(visits_of(session, [case_id]).get(case_id, [])[:VISITS])],
    }


def plan_values(session: Session, case_id: int, on: date, by: Actor) -> Told:
    """The yearly plan of a household lifted out of poverty; Refused for another, and before any measure is planned."""
    home = household_of(session, case_id, by)
    measures = _measures(booklet_of(session, home), on.year)
    against = []
    if home.kind != "lifted_out":
        against.append(Blocker("not-lifted-out", N_("该户不是脱贫户，不需要年度巩固提升计划"), {}, "BZ09"))
    elif not measures:
        text = N_("这一户%(year)s年还没有登记帮扶措施，请村里先在该户“帮扶”页制定")
        against.append(Blocker("no-measure", text, {"year": on.year}, "BZ09", "village"))
    if against:
        raise Refused("print", against)
    return "consolidation_plan", _place(session, home, on) | {
        "number": f"GG-{on.year}-{home.number}",
        "persons": max(1, len(of_households(session, [home.id])[home.id])),
        "standing": list(_standing(session, home, on)),
        "measures": measures,
    }


def _place(session: Session, home: Household, on: date) -> dict[str, Any]:
    names = regions.names(session, [home.village, home.group_code])
    return {
        "addressee": issuer_of(office_at(session, home.village)),
        "year": on.year,
        "village": names.get(home.village, ""),
        "group": names.get(home.group_code, ""),
        "head": home.head_name,
        "household_number": home.number,
        "telephone": home.phone,
        "made_on": on.isoformat(),
    }


def _member(one: Member) -> dict[str, str]:
    return {
        "name": one.name,
        "relation": codes("relation").label(one.relation),
        "identity_number": one.id_no if one.person else "",
        "schooling": codes("school").label(one.school) or codes("education").label(one.education),
        "health": codes("health").label(one.health),
        "labour": codes("labour").label(one.labour),
    }


def _risk(one: Risk) -> dict[str, Any]:
    settled = f"{day(one.settled_on)}{WAYS.get(one.settled_way, '')}" if one.settled_on else ""
    return {"label": named(one), "found_on": one.found_on.isoformat(), "settled": settled}


def _measures(book: Booklet, year: int) -> list[dict[str, Any]]:
    """The measures that run in the year, in their order."""
    risks = {one.number: named(one) for one in book.risks}
    return [
        _measure(line, risks, year)
        for line in book.lines
        if line.measure.begins_on.year <= year and (line.measure.ended_on is None or line.measure.ended_on.year >= year)
    ]


def _measure(line: MeasureLine, risks: dict[int, str], year: int) -> dict[str, Any]:
    one = line.measure
    quarters: list[list[str]] = [[], [], [], []]
    for given in reversed(line.given):
        if given.delivered_on.year == year:
            quarters[quarter_of(given.delivered_on).number - 1].append(_delivered(given))
    return {
        "kind": line.label,
        "plan": one.plan,
        "against": risks.get(one.risk_number, ""),
        "begins_on": one.begins_on.isoformat(),
        "due_on": one.due_on.isoformat(),
        "person": one.person,
        "telephone": one.phone,
        "quarters": ["；".join(told) for told in quarters],
        "effect": _effect(line.effect) if line.effect else "",
    }


def _delivered(given: Delivery) -> str:
    amount = f"，{given.amount}元" if given.amount is not None else ""
    provider = f"（{given.provider}）" if given.provider else ""
    return f"{day(given.delivered_on)}：{given.content}{amount}{provider}"


def _effect(one: EffectJudgement) -> str:
    words = {name: text.partition("：")[0] for name, text in QUESTIONS.items()}
    met = "、".join(word for name, word in words.items() if getattr(one, name))
    lost = "、".join(word for name, word in words.items() if not getattr(one, name))
    told = met + (f"；{lost}没有达到：{one.note}" if lost else "")
    return f"{told.strip('；')}（{day(one.judged_on)}评价）"


def _given(one: Delivery) -> dict[str, Any]:
    amount = f"，{one.amount}元" if one.amount is not None else ""
    return {"on": one.delivered_on.isoformat(), "who": one.provider, "text": f"{one.content}{amount}"}


def _check(one: HelpCheck) -> dict[str, Any]:
    quarter = f"{one.quarter[:4]}年第{one.quarter[-1]}季度"
    return {"on": one.checked_on.isoformat(), "who": f"{quarter}　{one.entered_by_name}", "text": one.found}


def _visit(one: Seen) -> dict[str, Any]:
    people: Any = one.said.get("visitors") or []
    names = "、".join(str(each["name"]) for each in people)
    return {"on": one.happened_on.isoformat(), "who": names, "text": str(one.said.get("findings", ""))}


def _standing(session: Session, home: Household, on: date) -> Sequence[dict[str, str]]:
    told = figures(session, [home.id], on.year - 1).get(home.id)
    income = told.per_head(NET) if told else None
    seen = next(filter(tells, visits_of(session, [home.case_id]).get(home.case_id, [])), None)
    return [
        {"label": f"{on.year - 1}年人均纯收入（元）", "recorded": "" if income is None else str(income)},
        *({"label": label, "recorded": _secure(seen, name)} for name, label in SECURE.items()),
    ]


def _secure(seen: Seen | None, name: str) -> str:
    said = seen.said.get(name) if seen else None
    if seen is None or said is None:
        return ""
    return f"{'是' if said else '否'}（{day(seen.happened_on)}）"
