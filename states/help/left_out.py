"""Households that meet the conditions and are neither monitored nor on the way to it (应纳未纳, TZ28)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.errors import NotFound
from engine.evidence import Evidence, Exhibit
from engine.words import N_
from states.households import Household
from states.lifecycle import CANDIDATE, EXITED
from states.packs.store import in_force

NetIncomes = Callable[[Session, Sequence[int]], Mapping[int, Decimal]]
"""Where net income per head comes from instead of the last visit: (session, household ids) to yuan."""

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


def left_out(session: Session, by: Actor, area: str, today: date, incomes: NetIncomes | None = None) -> list[LeftOut]:
    """The households of an area whose last visit found less than the line, or one of the securities missing.

    The line is that of the plan in force; without a plan only the securities speak. Two statements, and one
    for each township.
    """
    lines: dict[str, int | None] = {}
    found = []
    seen = _last_visits(session, by, area)
    net = incomes(session, [row[0].id for row in seen]) if incomes else {}
    for household, on, body in seen:
        if household.village not in lines:
            lines[household.village] = _line(session, household.village, today)
        line = lines[household.village]
        income = net.get(household.id, _decimal(body.get("income_per_head")))
        if reasons := tuple(_reasons(body, income, line)):
            facts = (household.id, household.case_id, household.number, household.head_name, household.group_code)
            found.append(LeftOut(*facts, on, income, line, reasons))
    return found


def _reasons(body: Mapping[str, Any], income: Decimal | None, line: int | None) -> Iterator[str]:
    if income is not None and line is not None and income < line:
        yield N_("人均纯收入低于监测底线")
    for name, text in UNSAFE.items():
        if body.get(name) is False:
            yield text


def _last_visits(session: Session, by: Actor, area: str) -> list[tuple[Household, date, Mapping[str, Any]]]:
    query = (
        select(Household, Exhibit.happened_on, Evidence.body)
        .join(Case, Case.id == Household.case_id)
        .join(Exhibit, Exhibit.case_id == Case.id)
        .join(Evidence, Evidence.id == Exhibit.evidence_id)
        .where(within(Household.group_code, by.area), within(Household.group_code, area))
        .where(Case.state.in_((CANDIDATE, EXITED)), Case.run_id.is_(None))
        .where(Exhibit.kind == "visit", Exhibit.superseded.is_(False))
        .order_by(Household.group_code, Household.number, Exhibit.happened_on, Exhibit.evidence_id)
    )
    newest = {row[0].id: (row[0], row[1], json.loads(row[2])) for row in session.execute(query)}
    return list(newest.values())


def _line(session: Session, village: str, today: date) -> int | None:
    try:
        return in_force(session, village, today).file.income.line
    except NotFound:
        return None


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
