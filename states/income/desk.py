"""The income desk: an area's households with how far each has come, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.words import N_
from states.households import Household
from states.income.standing import standings
from states.income.statements import COLLECTING, IncomeStatement

NOT_BEGUN = "none", N_("未开始")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A household in the list: its statement's state (`none` without one) and the people with quarters missing."""

    household_id: int
    case_id: int
    number: str
    head_name: str
    group_code: str
    state: str
    missing: tuple[tuple[str, tuple[int, ...]], ...] = ()


def due() -> ColumnElement[bool]:
    """The households whose income is collected each year: lifted out of poverty, monitored, or already begun."""
    return or_(Household.kind == "lifted_out", Household.category != "none", IncomeStatement.id.is_not(None))


def counts(session: Session, area: str, year: int, by: Actor) -> dict[str, int]:
    """How many households of an area stand where, by state; `none` for those that have not begun."""
    state = func.coalesce(Case.state, NOT_BEGUN[0])
    query = _query(year, state, func.count()).where(_here(area, by), due()).group_by(state)
    return dict(session.execute(query).all())


def listed(
    session: Session,
    area: str,
    year: int,
    by: Actor,
    today: date,
    *,
    state: str = "",
    after: str = "",
    limit: int = PAGE,
) -> list[Row]:
    """Households of an area in the order of their numbers, from `after` on, with what is missing."""
    columns = (Household.id, Household.case_id, Household.number, Household.head_name, Household.group_code)
    told = func.coalesce(Case.state, NOT_BEGUN[0])
    query = _query(year, *columns, told, IncomeStatement.case_id).where(
        _here(area, by), due(), Household.number > after
    )
    if state:
        query = query.where(told == state)
    rows = session.execute(query.order_by(Household.number).limit(limit)).all()
    begun = [row[6] for row in rows if row[6] is not None]
    standing = standings(session, begun, today) if begun else {}
    lacking = {case_id: one.missing for case_id, one in standing.items()}
    return [
        Row(home, case_id, number, head, group, stands, lacking.get(income_case, ()))
        for home, case_id, number, head, group, stands, income_case in rows
    ]


def following(session: Session, home: Household, year: int, by: Actor) -> tuple[int, str] | None:
    """The case and head of the next household of the village, by number, whose income is still being collected."""
    told = func.coalesce(Case.state, NOT_BEGUN[0])
    query = _query(year, Household.case_id, Household.head_name).where(
        _here(home.village, by), due(), Household.number > home.number, told.in_((NOT_BEGUN[0], COLLECTING[0]))
    )
    row = session.execute(query.order_by(Household.number).limit(1)).first()
    return (row[0], row[1]) if row else None


def reviewable(session: Session, area: str, year: int, by: Actor, state: str) -> list[int]:
    """The households of an area whose statement stands in a state."""
    query = _query(year, Household.id).where(_here(area, by), Case.state == state)
    return list(session.scalars(query.order_by(Household.number)))


def heads(session: Session, household_ids: Sequence[int]) -> dict[int, str]:
    """The names of the heads of these households."""
    query = select(Household.id, Household.head_name).where(Household.id.in_(list(household_ids)))
    return dict(session.execute(query).all())


def _query(year: int, *columns: Any) -> Any:
    mine = (IncomeStatement.household_id == Household.id) & (IncomeStatement.year == year)
    return (
        select(*columns)
        .select_from(Household)
        .outerjoin(IncomeStatement, mine)
        .outerjoin(Case, Case.id == IncomeStatement.case_id)
    )


def _here(area: str, by: Actor) -> ColumnElement[bool]:
    return within(Household.group_code, area) & within(Household.group_code, by.area)
