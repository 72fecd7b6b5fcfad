"""Handing annual income out: from locked statements only, in the layout of the national system (TZ21)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.errors import NotFound, Refused
from engine.guards import Blocker
from engine.hot import as_list, dialect_of, listed
from engine.words import N_
from states.households import Household
from states.income.desk import NOT_BEGUN, due
from states.income.figures import Figures, figures
from states.income.items import layout
from states.income.statements import LABELS, LOCKED, IncomeStatement
from states.members import Member
from states.workbooks import Cell, write

NATIONAL = "national"


def columns(session: Session, households: Sequence[Household], year: int) -> dict[int, dict[str, Cell]]:
    """The line of each household in the national layout: heading to value, by household. Households are all locked."""
    wanted = layout(NATIONAL)
    ids = [household.id for household in households]
    found, heads = figures(session, ids, year), _heads(session, ids)
    return {
        household.id: {
            heading: _value(field, household, heads.get(household.id, ""), found[household.id])
            for heading, field in wanted.items()
        }
        for household in households
    }


def workbook(session: Session, area: str, year: int, by: Actor) -> bytes:
    """The annual income of an area's households as xlsx.

    Raises `NotFound` for an area that is not the actor's or has nobody whose income is collected, and `Refused` naming
    every household whose income is due and not locked, those not begun among them.
    """
    if not by.covers(area):
        raise NotFound("region", area)
    mine = (IncomeStatement.household_id == Household.id) & (IncomeStatement.year == year)
    query = (
        select(Household, func.coalesce(Case.state, NOT_BEGUN[0]))
        .outerjoin(IncomeStatement, mine)
        .outerjoin(Case, Case.id == IncomeStatement.case_id)
        .where(within(Household.group_code, area), within(Household.group_code, by.area), due())
        .order_by(Household.group_code, Household.number)
    )
    rows = session.execute(query).all()
    if not rows:
        raise NotFound("income", f"{area} {year}")
    if open_ones := [_open(household, state) for household, state in rows if state != LOCKED[0]]:
        raise Refused("export", open_ones)
    lines = columns(session, [household for household, _state in rows], year)
    return write(list(layout(NATIONAL)), [list(lines[one.id].values()) for one, _state in rows], f"{year}年度收入")


def _open(household: Household, state: str) -> Blocker:
    told = {"head": household.head_name, "number": household.number, "state": dict([NOT_BEGUN, *LABELS.items()])[state]}
    text = N_("“%(head)s”户（%(number)s）还没有锁定（%(state)s），不能导出")
    return Blocker("not-locked", text, told, "", "county")


def _heads(session: Session, household_ids: Sequence[int]) -> dict[int, str]:
    ids = {"ids": as_list(session, list(household_ids))}
    chosen = listed(dialect_of(session), "ids")
    here = (Member.household_id.in_(chosen), Member.is_head, Member.left_on.is_(None))
    return dict(session.execute(select(Member.household_id, Member.id_no).where(*here), ids).all())


def _value(field: str, household: Household, head_id_no: str, told: Figures) -> Cell:
    kind, _colon, name = field.partition(":")
    if kind in ("group", "item"):
        sums = told.groups if kind == "group" else told.items
        return float(sums.get(name, Decimal(0)))
    if field == "head_id_no":
        return head_id_no
    if field == "size":
        return float(told.size)
    if field.endswith("_per_head"):
        return float(told.per_head(field.removesuffix("_per_head")) or 0)
    return float(told.total(field)) if field == "net" else str(getattr(household, field))
