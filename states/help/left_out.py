"""Households that meet the conditions and are neither monitored nor on the way to it (应纳未纳, TZ28)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ColumnElement, Float, Numeric, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.counting import MOST
from engine.evidence import Evidence, Exhibit
from engine.hot import dialect_of
from engine.words import N_
from states.case_list import KIND
from states.households import Household
from states.lifecycle import CANDIDATE, EXITED
from states.packs.income_lines import Lines

PAGE = 50
UNSAFE = {
    "housing_safe": N_("住房不安全"),
    "in_school": N_("义务教育没有保障"),
    "insured": N_("没有参加基本医疗保险"),
    "water_safe": N_("饮水不安全"),
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A household that should be looked at, with what speaks for it; `income` is per head, None when nobody asked."""

    household_id: int
    case_id: int
    number: str
    head_name: str
    area: str
    seen_on: date
    income: Decimal | None
    line: int | None
    reasons: tuple[str, ...]


def left_out(
    session: Session, by: Actor, area: str, today: date, after: int = 0, limit: int = PAGE
) -> tuple[list[LeftOut], int]:
    """A page of the households whose last visit found less than the line or one of the securities missing.

    In the order of their cases, with the case to go on from (0 at the end). The line is that of the plan in force;
    without a plan only the securities speak. The database picks the visits that may speak for a household, by the
    highest line of the area; what the household's own line says is asked here.
    """
    lines = Lines(session)
    highest = lines.highest(area if area.startswith(by.area) else by.area, today)
    found: list[LeftOut] = []
    while True:
        rows = _last_visits(session, by, area, highest, after, limit + 1 - len(found))
        for household, on, body in rows:
            line, told = lines.at(household.village, today), json.loads(body)
            income = _decimal(told.get("income_per_head"))
            if reasons := tuple(_reasons(told, income, line)):
                facts = (household.id, household.case_id, household.number, household.head_name, household.group_code)
                found.append(LeftOut(*facts, on, income, line, reasons))
        if len(found) > limit:
            return found[:limit], found[limit - 1].case_id
        if not rows:
            return found, 0
        after = rows[-1][0].case_id


def how_many(session: Session, by: Actor, area: str, today: date, most: int = MOST) -> int:
    """How many there are, but no more than `most` and one."""
    return len(left_out(session, by, area, today, limit=most + 1)[0])


def _reasons(body: Mapping[str, Any], income: Decimal | None, line: int | None) -> Iterator[str]:
    if income is not None and line is not None and income < line:
        yield N_("人均纯收入低于监测底线")
    for name, text in UNSAFE.items():
        if body.get(name) is False:
            yield text


def _last_visits(
    session: Session, by: Actor, area: str, highest: int | None, after: int, limit: int
) -> Sequence[tuple[Household, date, str]]:
    """The last visits to households that nobody watches over, as far as one may speak for taking the household in."""
    narrow = area if area.startswith(by.area) else by.area
    later = aliased(Exhibit)
    newer = (later.happened_on > Exhibit.happened_on) | (
        (later.happened_on == Exhibit.happened_on) & (later.evidence_id > Exhibit.evidence_id)
    )
    same = (later.case_id == Exhibit.case_id, later.kind == "visit", later.superseded.is_(False))
    speaks = [Evidence.body.contains(f'"{name}":false') for name in UNSAFE]
    if highest is not None:
        speaks.append(_income(dialect_of(session)) < highest)
    query = (
        select(Household, Exhibit.happened_on, Evidence.body)
        .join(Case, Case.id == Household.case_id)
        .join(Exhibit, Exhibit.case_id == Case.id)
        .join(Evidence, Evidence.id == Exhibit.evidence_id)
        .where(Case.kind == KIND, within(Case.area, narrow), Case.state.in_((CANDIDATE, EXITED)), Case.run_id.is_(None))
        .where(within(Household.group_code, by.area), within(Household.group_code, area))
        .where(Exhibit.kind == "visit", Exhibit.superseded.is_(False), or_(*speaks))
        .where(~select(later.case_id).where(*same, newer).exists(), Case.id > after)
        .order_by(Case.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query.limit(limit))]


def _income(dialect: str) -> ColumnElement[Any]:
    """The income per head that a visit tells, as a number; NULL where nobody asked."""
    if dialect == "postgresql":
        return cast(func.json_extract_path_text(cast(Evidence.body, JSON), "income_per_head"), Numeric)
    return cast(func.json_extract(Evidence.body, "$.income_per_head"), Float)


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
