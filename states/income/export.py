"""Handing annual income out: from locked statements only, in the layout of the national system (TZ21)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
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
from states.campaigns import windows
from states.households import Household
from states.income.desk import NOT_BEGUN, due
from states.income.figures import Figures, figures
from states.income.items import layout
from states.income.plans import IncomePlan, policy_year
from states.income.statements import COLLECTING, LABELS, LOCKED, REVIEWED, REVIEWS, IncomeStatement
from states.members import Member
from states.packs.store import in_force
from states.workbooks import Cell, write

NATIONAL = "national"
LOCK = N_("锁定")


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


def locked(session: Session, area: str, year: int, by: Actor, case_id: int | None = None) -> list[Household]:
    """The households of an area, or the one of a case, whose income of a year is due; all of them are locked.

    Raises `NotFound` for an area that is not the actor's or has nobody whose income is collected, and `Refused` naming
    every household whose income is due and not locked, with what is to be done next, those not begun among them.
    """
    if not (by.covers(area) or area.startswith(by.area) or by.area.startswith(area)):
        raise NotFound("region", area)
    mine = (IncomeStatement.household_id == Household.id) & (IncomeStatement.year == year)
    query = (
        select(Household, func.coalesce(Case.state, NOT_BEGUN[0]), IncomeStatement.plan_id)
        .outerjoin(IncomeStatement, mine)
        .outerjoin(Case, Case.id == IncomeStatement.case_id)
        .where(within(Household.group_code, area), within(Household.group_code, by.area), due())
        .order_by(Household.group_code, Household.number)
    )
    if case_id is not None:
        query = query.where(Household.case_id == case_id)
    rows = session.execute(query).all()
    if not rows:
        raise NotFound("income", f"{area} {year}")
    plans = {one.id: one.terms.review for one in session.scalars(select(IncomePlan))}
    if open_ones := [_open(home, state, plans.get(plan, ())) for home, state, plan in rows if state != LOCKED[0]]:
        raise Refused("export", open_ones)
    return [row[0] for row in rows]


def workbook(session: Session, area: str, year: int, by: Actor, today: date) -> bytes:
    """The annual income of an area's households as xlsx; raises as `locked` does, and `Refused` outside its window.

    What is handed out is entered in the national system, which takes it in the plan's window only (TZ17).
    """
    if not by.covers(area):
        raise NotFound("region", area)
    if shut := _shut(session, area, year, today):
        raise Refused("export", shut)
    households = locked(session, area, year, by)
    lines = columns(session, households, year)
    return write(list(layout(NATIONAL)), [list(lines[one.id].values()) for one in households], f"{year}年度收入")


def _shut(session: Session, area: str, year: int, today: date) -> list[Blocker]:
    """The reasons of the window, for the year that the plan in force collects."""
    try:
        income = in_force(session, area, today).file.income
    except NotFound:
        return []
    return windows.against(session, area, "annual-income", today) if policy_year(income, today) == year else []


def _open(household: Household, state: str, review: Sequence[str]) -> Blocker:
    told = {"head": household.head_name, "number": household.number, "state": dict([NOT_BEGUN, *LABELS.items()])[state]}
    standing = [COLLECTING[0], *(REVIEWED[level][0] for level in review)]
    at = standing.index(state) if state in standing else -1
    if at < 0:
        text = N_("“%(head)s”户（%(number)s）还没有锁定（%(state)s），先由村里采集、双签字，不能导出和打印")
        return Blocker("not-locked", text, told, "", "village")
    level, act = (review[at], REVIEWS[review[at]]) if at < len(review) else (review[-1], LOCK)
    text = N_("“%(head)s”户（%(number)s）还没有锁定（%(state)s），下一步要办“%(act)s”，不能导出和打印")
    return Blocker("not-locked", text, told | {"act": act}, "", level)


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
