"""The grids of an area: who looks after them, how far a sweep has come, and which households lie in none (HN04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.evidence import Exhibit
from states.households import Household
from states.places.grids import Grid, GridPlace, GridWorker

VISIT = "visit"
PAGE = 100


@dataclass(frozen=True, slots=True)
class GridRow:
    """A grid with its worker and its sweep: the households in it, and those visited since the day asked for."""

    grid_id: int
    village: str
    name: str
    worker: str
    username: str
    phone: str
    households: int
    visited: int


@dataclass(frozen=True, slots=True)
class House:
    """A household in a list of grids; `visited_on` is the last visit, None for none."""

    case_id: int
    number: str
    head_name: str
    group_code: str
    address: str
    visited_on: date | None


def quarter_of(day: date) -> date:
    """The first day of the quarter, from which a sweep is counted when nobody says otherwise."""
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)


def listed(session: Session, by: Actor, since: date) -> list[GridRow]:
    """The open grids of the actor's area, with visits since a day; those of the actor's own first."""
    visited = _visited(since)
    inside = (
        select(GridPlace.grid_id, func.count().label("n"), func.sum(case((visited, 1), else_=0)).label("seen"))
        .join(Household, Household.id == GridPlace.household_id)
        .where(GridPlace.until.is_(None), within(Household.group_code, by.area))
        .group_by(GridPlace.grid_id)
        .subquery()
    )
    worker = (GridWorker.grid_id == Grid.id) & GridWorker.until_on.is_(None)
    columns = (Grid.id, Grid.village, Grid.name, GridWorker.name, GridWorker.username, GridWorker.phone)
    query = (
        select(*columns, func.coalesce(inside.c.n, 0), func.coalesce(inside.c.seen, 0))
        .join(GridWorker, worker)
        .outerjoin(inside, inside.c.grid_id == Grid.id)
        .where(Grid.closed_on.is_(None), within(Grid.village, by.area[:12]))
        .order_by(Grid.village, Grid.id)
    )
    rows = [GridRow(*row) for row in session.execute(query)]
    return sorted(rows, key=lambda row: row.username != by.id)


def households(
    session: Session, grid_id: int, by: Actor, since: date, *, only_left: bool = False, after: int = 0
) -> tuple[list[House], int]:
    """A page of the households of a grid by their cases, and the case to go on from (0 at the end)."""
    query = _houses(by, after).join(GridPlace, GridPlace.household_id == Household.id)
    query = query.where(GridPlace.grid_id == grid_id, GridPlace.until.is_(None))
    if only_left:
        query = query.where(~_visited(since))
    return _page(session, query)


def without_grid(session: Session, by: Actor, area: str = "", after: int = 0) -> tuple[list[House], int]:
    """A page of the households that lie in no grid, and the case to go on from (0 at the end)."""
    query = _houses(by, after).where(_in_none(), within(Household.group_code, area))
    return _page(session, query)


def groups_without(session: Session, by: Actor, village: str = "") -> dict[str, int]:
    """How many households of each group lie in no grid; groups where all do are left out."""
    query = select(Household.group_code, func.count()).where(_in_none(), within(Household.group_code, by.area))
    query = query.where(within(Household.group_code, village)).group_by(Household.group_code)
    return dict(session.execute(query.order_by(Household.group_code)).all())


def cases_of_group(session: Session, group: str, by: Actor) -> list[int]:
    """The cases of a group's households that lie in no grid."""
    query = select(Household.case_id).where(_in_none(), within(Household.group_code, by.area))
    return list(session.scalars(query.where(Household.group_code == group)))


def _in_none() -> ColumnElement[bool]:
    lies = select(GridPlace.id).where(GridPlace.household_id == Household.id, GridPlace.until.is_(None))
    return ~lies.exists()


def _visited(since: date) -> ColumnElement[bool]:
    seen = select(Exhibit.case_id).where(
        Exhibit.case_id == Household.case_id,
        Exhibit.kind == VISIT,
        Exhibit.superseded == false(),
        Exhibit.happened_on >= since,
    )
    return seen.exists()


def _houses(by: Actor, after: int) -> Select[*tuple[Any, ...]]:
    last = (
        select(func.max(Exhibit.happened_on))
        .where(Exhibit.case_id == Household.case_id, Exhibit.kind == VISIT, Exhibit.superseded == false())
        .scalar_subquery()
    )
    return (
        select(Household.case_id, Household.number, Household.head_name, Household.group_code, Household.address, last)
        .where(within(Household.group_code, by.area), Household.case_id > after)
        .order_by(Household.case_id)
    )


def _page(session: Session, query: Select[*tuple[Any, ...]]) -> tuple[list[House], int]:
    rows: Sequence[House] = [House(*row) for row in session.execute(query.limit(PAGE + 1))]
    return list(rows[:PAGE]), rows[PAGE - 1].case_id if len(rows) > PAGE else 0
