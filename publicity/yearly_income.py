"""What the annual income sheets say: locked figures only, in the layout of the national system (TZ21)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.clock import office_day
from engine.errors import NotFound
from publicity.offices import government_of
from states import regions
from states.case_file import household as household_of
from states.households import Household
from states.income.export import NATIONAL, columns, locked
from states.income.items import layout
from states.income.opening import in_force_here
from states.income.plans import IncomePlan, Terms
from states.income.statements import IncomeStatement
from states.workbooks import Cell

TEXTS = ("number", "head_name", "head_id_no")
Told = tuple[str, dict[str, Any]]


def household_values(session: Session, case_id: int, on: date, by: Actor) -> Told:
    """One household's sheet of the year under way; Refused while it is not locked, NotFound where none is due."""
    home = household_of(session, case_id, by)
    year = in_force_here(session, home.village, on).year
    locked(session, home.group_code, year, by, case_id)
    statement, terms = _statement(session, home, year)
    names = regions.names(session, [home.village, home.group_code])
    lines = columns(session, [home], year)[home.id]
    assert statement.locked_at is not None  # refused before
    return "annual_income", _frame(session, home.group_code, terms, on) | {
        "number": f"SR-{year}-{home.number}",
        "village": names.get(home.village, ""),
        "group": names.get(home.group_code, ""),
        "head": home.head_name,
        "household_number": home.number,
        "lines": [{"heading": heading, "value": _written(heading, cell)} for heading, cell in lines.items()],
        "locked_on": office_day(statement.locked_at).isoformat(),
        "locked_by": statement.locked_by_name,
    }


def village_values(session: Session, area: str, on: date, by: Actor) -> Told:
    """The list of a village or villager group; Refused naming every household that is not locked."""
    if len(area) < 12:
        raise NotFound("region", area)
    year = in_force_here(session, area, on).year
    homes = locked(session, area, year, by)
    _, terms = _statement(session, homes[0], year)
    lines = columns(session, homes, year)
    return "annual_income_list", _frame(session, area, terms, on) | {
        "number": f"SRB-{year}-{area}",
        "village": regions.full_name(session, area, area[:9]),
        "headings": list(layout(NATIONAL)),
        "rows": [{"cells": [_written(*one) for one in lines[home.id].items()]} for home in homes],
    }


def _frame(session: Session, area: str, terms: Terms, on: date) -> dict[str, Any]:
    return {
        "addressee": government_of(session, area),
        "year": terms.year,
        "since": terms.since.isoformat(),
        "until": terms.until.isoformat(),
        "made_on": on.isoformat(),
    }


def _statement(session: Session, home: Household, year: int) -> tuple[IncomeStatement, Terms]:
    query = select(IncomeStatement).where(IncomeStatement.household_id == home.id, IncomeStatement.year == year)
    statement = session.scalars(query).one()
    return statement, session.get_one(IncomePlan, statement.plan_id).terms


def _written(heading: str, cell: Cell) -> str:
    """A cell as it is printed: money and persons to two places."""
    field = layout(NATIONAL)[heading]
    return str(cell) if field in TEXTS else str(Decimal(str(cell)).quantize(Decimal("0.01")))
