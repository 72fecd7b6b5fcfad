"""What rules know of incomes: the statements of a household once a level has reviewed them (TZ08, XZ09, HT08).

A year counts when its window is over: what is still being collected says nothing of a year.
"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases import Case
from engine.hot import as_list, dialect_of, listed
from states.income.figures import NOTHING, Figures, figures
from states.income.statements import COLLECTING, IncomeStatement
from states.quality.fields import loaded
from states.quality.snapshot import House, Lot
from states.quality.source import Source

GROUPS = ("wage", "business", "property", "transfer")
YEARS_BACK = ("income_this_year", "last_income", "income_before")
"""The income per head by how many years ago it was."""


def _earned(session: Session, lot: Lot) -> None:
    """The reviewed statements of this year and the two before; the latest of this year and the last is in force."""
    for year, ids in sorted(_reviewed(session, lot).items()):
        for household_id, told in figures(session, ids, year).items():
            per_head = told.per_head(told.terms.metric)
            if per_head is None or told.terms.until > lot.as_of:
                continue
            house, back = lot.houses[household_id], lot.as_of.year - year
            house.loaded[YEARS_BACK[back]] = per_head
            if back < 2:
                _in_force(house, told, per_head)


def _reviewed(session: Session, lot: Lot) -> dict[int, list[int]]:
    """The households with a reviewed statement, by year."""
    chosen, year = listed(dialect_of(session), "ids"), lot.as_of.year
    query = (
        select(IncomeStatement.year, IncomeStatement.household_id)
        .join(Case, Case.id == IncomeStatement.case_id)
        .where(IncomeStatement.household_id.in_(chosen), IncomeStatement.year.between(year - 2, year))
        .where(Case.state != COLLECTING[0])
    )
    found: dict[int, list[int]] = {}
    for told, household_id in session.execute(query, {"ids": as_list(session, sorted(lot.houses))}):
        found.setdefault(told, []).append(household_id)
    return found


def _in_force(house: House, told: Figures, per_head: Decimal) -> None:
    house.loaded["income_per_head"] = per_head
    seen_on, seen = house.loaded.get("visited_on"), house.loaded.get("visit_income")
    if seen is not None and seen_on is not None and per_head and told.terms.since <= seen_on:
        house.loaded["visit_income_gap"] = (abs(seen - per_head) * 100 / abs(per_head)).quantize(NOTHING)
    house.loaded["window_until"] = told.terms.until
    house.loaded["reckoned_on"] = max(told.terms.until, house.loaded.get("reckoned_on", told.terms.until))
    for group in GROUPS:
        house.loaded[f"{group}_income"] = told.groups.get(group, NOTHING)
    for person in house.people:
        person.learn("wage_income", told.people.get(person.id, {}).get("wage", NOTHING))


INCOME = Source(
    (
        loaded("visit_income_gap", "household", "入户核查与审核收入相差的百分数", "number"),
        loaded("window_until", "household", "收入核算截止日", "day"),
        loaded("wage_income", "household", "工资性收入", "number"),
        loaded("business_income", "household", "生产经营性收入", "number"),
        loaded("property_income", "household", "财产性收入", "number"),
        loaded("transfer_income", "household", "转移性收入", "number"),
        loaded("wage_income", "member", "全年工资性收入", "number"),
    ),
    _earned,
)
