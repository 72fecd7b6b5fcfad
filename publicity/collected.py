"""What the sheets of a collection say: all that the register asks, with what stood there on a day (TZ06, BZ02)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engine.actors import Actor
from publicity import asked
from publicity.documents.registry import day as in_words
from states import regions
from states.codes import codes
from states.exchange.past import AS_NOW, NO_RECORD
from states.help.kinds import DISASTERS, RISKS, edition
from states.help.measures import Measure
from states.help.risks import Risk
from states.history.records import records_on
from states.history.standing import Stood, end_of, households_on, members_on
from states.households import Household
from states.income.figures import Figures, figures
from states.income.items import edition as items_of
from states.income.items import edition_of
from states.lifecycle import LABELS
from states.members import Member, of_households_on
from states.quality.desk import open_of

Fact = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the households of a print, read once for all of them.

    `day` is when it stood so, `asked_on` when the form is filled in.
    """

    day: date
    asked_on: date
    homes: Mapping[int, Stood]
    people: Mapping[int, Sequence[Member]]
    persons: Mapping[int, Stood]
    incomes: Mapping[int, Figures]
    risks: Mapping[int, Sequence[Risk]]
    measures: Mapping[int, Sequence[Measure]]
    findings: Mapping[int, Sequence[str]]
    names: Mapping[str, str]


def look(session: Session, households: Sequence[Household], day: date, asked_on: date, by: Actor) -> Known:
    """Everything that was on record of these households at the end of a day; some thirteen statements for any number.

    What a screening doubts is that of today, whatever the day: it is what the visit has to settle.
    """
    ids = [one.id for one in households]
    people: dict[int, list[Member]] = {number: [] for number in ids}
    members = of_households_on(session, ids, day)
    for member in members:
        people[member.household_id].append(member)
    findings: dict[int, list[str]] = {}
    for doubt in open_of(session, ids, by):
        findings.setdefault(doubt.finding.household_id or 0, []).append(doubt.sentence)
    return Known(
        day,
        asked_on,
        households_on(session, households, day),
        people,
        members_on(session, members, day),
        figures(session, ids, day.year, written_before=end_of(day)),
        records_on(session, Risk, ids, day),
        records_on(session, Measure, ids, day),
        findings,
        regions.names(session, {code for one in households for code in (one.village, one.group_code)}),
    )


def sheet(home: Household, title: str, known: Known) -> dict[str, Any]:
    """One household's sheet."""
    stood = known.homes[home.id]
    parts = list(_parts(home, stood, known))
    members = [_person(one, known.persons[one.id], known.asked_on) for one in known.people[home.id]]
    written = [fact["recorded"] for part in parts for fact in part["facts"]]
    written += [words for one in members for words in (*one["recorded"], one["name"])]
    return {
        "title": title,
        "number": home.number,
        "village": known.names[home.village],
        "group": known.names[home.group_code],
        "head": _named(stood.of("head_name"), home.head_name),
        "legend": _legend(stood, known.day) if any(NO_RECORD in one or AS_NOW in one for one in written) else "",
        "findings": list(known.findings.get(home.id, ())),
        "parts": parts,
        "members": members,
    }


def member_facts(on: date) -> list[Fact]:
    """What is asked of each member on a day, with the boxes."""
    return [{"label": field.label, "choices": asked.choices(field, on)} for field in asked.member_fields(on)]


def _parts(home: Household, stood: Stood, known: Known) -> Iterator[dict[str, Any]]:
    for at, part in enumerate(asked.household_parts(known.asked_on)):
        facts = [
            _fact(one.label, stood.of(one.name), one.shown, asked.choices(one, known.asked_on)) for one in part.fields
        ]
        yield {"title": part.title, "facts": [*_standing(home, stood, known), *facts] if at == 0 else facts}
    yield {"title": "风险和帮扶", "facts": list(_help(home, stood, known))}
    yield {"title": f"{known.day.year}年度收入和支出（元）", "facts": list(_income(home, stood, known))}


def _standing(home: Household, stood: Stood, known: Known) -> Iterator[Fact]:
    category = codes("category")
    persons = str(len(known.people[home.id])) if stood.known else None
    yield _fact("状态", stood.of("state"), lambda code: LABELS.get(code, code))
    yield _fact("监测对象类别", stood.of("category"), category.label, asked.choices_of("category", known.asked_on))
    yield _fact("识别监测日期", stood.of("identified_on"))
    yield _fact("风险消除日期", stood.of("eliminated_on"))
    yield _fact("家庭人口数", persons)


def _help(home: Household, stood: Stood, known: Known) -> Iterator[Fact]:
    risks = [_risk(one) for one in known.risks.get(home.id, ()) if one.is_open]
    kinds = edition(home.group_code, known.day).kinds
    running = [one for one in known.measures.get(home.id, ()) if one.is_running]
    measures = dict.fromkeys(kinds[one.kind].label if one.kind in kinds else one.kind for one in running)
    told = ("、".join(risks), "、".join(measures)) if stood.known else (None, None)
    yield _fact("致贫返贫风险", told[0], choices=list(RISKS.values()))
    yield _fact("帮扶措施", told[1], choices=[kind.label for kind in kinds.values()])


def _risk(risk: Risk) -> str:
    detail = DISASTERS.get(risk.part, "") or risk.remark
    return f"{RISKS[risk.kind]}（{detail}）" if detail else RISKS[risk.kind]


def _income(home: Household, stood: Stood, known: Known) -> Iterator[Fact]:
    told = known.incomes.get(home.id)
    items = told.terms.edition if told else items_of(edition_of(known.day.year))
    for item in items.items.values():
        label = f"{item.label}（由系统导入）" if item.import_only else item.label
        amount = str(told.items[item.code]) if told and item.code in told.items else ""
        yield _fact(label, amount if stood.known else None)
    yield _fact("家庭纯收入", (str(told.total("net")) if told and told.items else "") if stood.known else None)


def _person(member: Member, stood: Stood, on: date) -> dict[str, Any]:
    recorded = []
    for field in asked.member_fields(on):
        value = stood.of(field.name)
        if field.name == "id_no":
            recorded.append(_named(value, member.id_no))
        else:
            recorded.append(NO_RECORD if value is None else field.shown(value))
    return {"name": _named(stood.of("name"), member.name), "recorded": recorded}


def _fact(label: str, value: str | None, shown: Any = str, choices: Sequence[str] = ()) -> Fact:
    return {"label": label, "recorded": NO_RECORD if value is None else shown(value), "choices": list(choices)}


def _named(then: str | None, now: str) -> str:
    """A name or number without which nobody knows whom the sheet is about."""
    return then if then is not None else f"{now}{AS_NOW}" if now else NO_RECORD


def _legend(stood: Stood, day: date) -> str:
    why = "改动时没有留下改前的内容" if stood.known else "这一户还没有登记"
    return f"“{NO_RECORD}”：{in_words(day)}{why}，请问清后填写；带{AS_NOW}的姓名和证件号码只用来认人。"
