"""The cases of households: one by its id, many a page at a time, never outside the actor's area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.errors import NotFound
from engine.runs import Run
from states.households import Household

KIND, AT_ONCE = "household", 5000


@dataclass(frozen=True, slots=True)
class Listed:
    """A household's case as a list shows it; `move` is the one under way, empty when none is."""

    case_id: int
    number: str
    head_name: str
    area: str
    state: str
    version: int
    definition: str
    household_id: int
    category: str
    move: str
    opened_at: datetime


def find(session: Session, case_id: int, by: Actor) -> Listed:
    """The case, or `NotFound` where the actor's area holds none of this id."""
    row = session.execute(_query(by).where(Case.id == case_id)).one_or_none()
    if row is None:
        raise NotFound("case", case_id)
    return Listed(*row)


def listed(
    session: Session, by: Actor, *, area: str = "", state: str = "", after: int = 0, limit: int = 50
) -> Sequence[Listed]:
    """The cases inside an area, and inside the actor's, after the case `after`."""
    query = _query(by).where(within(Case.area, area), Case.id > after).order_by(Case.id).limit(limit)
    if state:
        query = query.where(Case.state == state)
    return [Listed(*row) for row in session.execute(query)]


def inside(session: Session, case_ids: Sequence[int], by: Actor, kind: str | None = KIND) -> set[int]:
    """Those of the cases that lie in the actor's area; the others do not exist for this actor."""
    query = select(Case.id).where(within(Case.area, by.area))
    if kind is not None:
        query = query.where(Case.kind == kind)
    found: set[int] = set()
    for start in range(0, len(case_ids), AT_ONCE):
        found |= set(session.scalars(query.where(Case.id.in_(case_ids[start : start + AT_ONCE]))))
    return found


def named(session: Session, case_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The number and the head's name of each household, by case."""
    query = select(Household.case_id, Household.number, Household.head_name).where(Household.case_id.in_(case_ids))
    return {row[0]: (row[1], row[2]) for row in session.execute(query)}


def _query(by: Actor):  # type: ignore[no-untyped-def] # so many columns have a type longer than the function
    columns = (Case.id, Household.number, Household.head_name, Case.area, Case.state, Case.version, Case.definition)
    return (
        select(*columns, Household.id, Household.category, Run.move, Case.opened_at)
        .join(Household, Household.case_id == Case.id)
        .outerjoin(Run, Run.id == Case.run_id)
        .where(Case.kind == KIND, within(Case.area, by.area))
    )
