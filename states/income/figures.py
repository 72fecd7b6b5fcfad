"""The figures of a year: sums by item, group and person, net and disposable, and per head by person-months (TZ08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import false, func, select
from sqlalchemy.orm import Session

from engine.hot import as_list, dialect_of, listed
from states.income.items import MEASURES, measure
from states.income.lines import IncomeLine
from states.income.plans import IncomePlan, Terms
from states.income.statements import IncomeStatement
from states.members import Member
from states.person_months import MONTHS_OF_A_YEAR, Stay, household_size, per_head, person_months

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Figures:
    """What one household has in one policy year, in yuan.

    `items` and `groups` are sums over the household, `people` the sums of each member by group, `quarters` those of
    each quarter by group; `months` are person-months of the flow window.
    """

    terms: Terms
    items: Mapping[str, Decimal]
    groups: Mapping[str, Decimal]
    people: Mapping[int | None, Mapping[str, Decimal]]
    quarters: Mapping[int, Mapping[str, Decimal]]
    months: int

    @property
    def size(self) -> Decimal:
        """The household's size by person-months, such as 3.42."""
        return household_size(self.months)

    def total(self, name: str) -> Decimal:
        """A measure of the household: `net`, `disposable` or `reference`."""
        return measure(name, self.groups).quantize(NOTHING)

    def per_head(self, name: str) -> Decimal | None:
        """A measure per person and year; None where nobody counts."""
        return per_head(self.total(name), self.months)

    @property
    def heads(self) -> dict[str, Decimal | None]:
        """Every measure per head."""
        return {name: self.per_head(name) for name in MEASURES}

    @property
    def is_below_line(self) -> bool | None:
        """Whether the metric of the pack lies below its line per head, to the cent and unrounded.

        A hint, never a decision (domain 1.2); None where nobody counts.
        """
        if not self.months:
            return None
        return self.total(self.terms.metric) * MONTHS_OF_A_YEAR < self.terms.line * self.months


def figures(
    session: Session, household_ids: Sequence[int], year: int, written_before: datetime | None = None
) -> dict[int, Figures]:
    """The figures of each household that has a statement for the year; three statements for any number.

    With `written_before` they are those that stood at that instant, whatever took their place later.
    """
    ids = {"ids": as_list(session, sorted(set(household_ids)))}
    chosen = listed(dialect_of(session), "ids")
    here = (IncomeStatement.household_id.in_(chosen), IncomeStatement.year == year)
    statements = session.execute(
        select(IncomeStatement.household_id, IncomePlan)
        .join(IncomePlan, IncomePlan.id == IncomeStatement.plan_id)
        .where(*here),
        ids,
    ).all()
    stays, sums = _stays(session, chosen, ids), _sums(session, here, ids, written_before)
    return {household_id: _of_one(plan.terms, stays, sums, household_id) for household_id, plan in statements}


def _stays(session: Session, chosen: Any, ids: Mapping[str, Any]) -> dict[int, list[Stay]]:
    columns = (Member.household_id, Member.joined_on, Member.left_on)
    found: dict[int, list[Stay]] = {}
    for household_id, joined_on, left_on in session.execute(
        select(*columns).where(Member.household_id.in_(chosen)), ids
    ):
        found.setdefault(household_id, []).append(Stay(joined_on, left_on))
    return found


Sum = tuple[int | None, int, str, Decimal]


def _sums(
    session: Session, here: Sequence[Any], ids: Mapping[str, Any], written_before: datetime | None
) -> dict[int, list[Sum]]:
    place = (IncomeStatement.household_id, IncomeLine.member_id, IncomeLine.quarter, IncomeLine.item)
    query = (
        select(*place, func.sum(IncomeLine.amount))
        .join(IncomeStatement, IncomeStatement.id == IncomeLine.statement_id)
        .where(*here, _stands(here, written_before))
        .group_by(*place)
    )
    found: dict[int, list[Sum]] = {}
    for household_id, member_id, quarter, item, amount in session.execute(query, ids):
        found.setdefault(household_id, []).append((member_id, quarter, item, amount))
    return found


def _stands(here: Sequence[Any], written_before: datetime | None) -> Any:
    if written_before is None:
        return IncomeLine.superseded == false()
    place = (IncomeLine.statement_id, IncomeLine.member_id, IncomeLine.quarter, IncomeLine.item)
    newest = select(func.max(IncomeLine.id)).join(IncomeStatement, IncomeStatement.id == IncomeLine.statement_id)
    return IncomeLine.id.in_(newest.where(*here, IncomeLine.entered_at < written_before).group_by(*place))


def _of_one(
    terms: Terms, stays: Mapping[int, Sequence[Stay]], sums: Mapping[int, Sequence[Sum]], household_id: int
) -> Figures:
    items: dict[str, Decimal] = {}
    groups: dict[str, Decimal] = {}
    people: dict[int | None, dict[str, Decimal]] = {}
    quarters: dict[int, dict[str, Decimal]] = {}
    for member_id, quarter, item, amount in sums.get(household_id, ()):
        group = terms.edition.items[item].group
        for told, key in (
            (items, item),
            (groups, group),
            (people.setdefault(member_id, {}), group),
            (quarters.setdefault(quarter, {}), group),
        ):
            told[key] = told.get(key, NOTHING) + amount
    months = person_months(stays.get(household_id, ()), terms.since, terms.until)
    return Figures(terms, items, groups, people, quarters, months)
