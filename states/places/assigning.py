"""Putting households into grids and taking them out: each lies in one, and changes it with a reason (HN04)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.cases import hold
from engine.errors import BadInput, NotFound, Problem
from engine.hot import as_list, dialect_of, listed
from engine.words import N_
from states.households import Household
from states.places.grids import Grid, GridPlace

MOST = 5000


def assign(session: Session, grid: Grid, case_ids: Collection[int], by: Actor, at: datetime, reason: str = "") -> int:
    """Put households into a grid of their own village; answer how many changed.

    Who lies in another grid needs a reason. Raises `NotFound` for households outside the area, and `BadInput`.
    """
    if grid.closed_on is not None:
        raise BadInput(Problem("grid", N_("这个网格已经停用")))
    if not case_ids:
        raise BadInput(Problem("case", N_("请选择农户")))
    found = _households(session, case_ids)
    if set(found) != set(case_ids) or not all(by.covers(group) for _id, group in found.values()):
        raise NotFound("household", grid.village)
    if any(group[:12] != grid.village for _id, group in found.values()):
        raise BadInput(Problem("case", N_("网格只能收本村的农户")))
    held = {case.id: case for case in hold(session, found)}
    present = _present(session, [household for household, _group in found.values()])
    news = {case: house for case, (house, _g) in found.items() if present.get(house) != grid.id}
    if any(house in present for house in news.values()) and not reason.strip():
        raise BadInput(Problem("reason", N_("其中有农户已在别的网格，请写明调整的原因")))
    _leave(session, [house for house in news.values() if house in present], reason.strip(), at)
    rows = [
        {"household_id": house, "grid_id": grid.id, "since": at, "reason": reason.strip(), "by": by.id}
        for house in news.values()
    ]
    if rows:
        session.execute(insert(GridPlace), rows)
        told = {"grid": grid.id, "name": grid.name}
        ledger.append_many(session, [(held[case], "grid", told) for case in news], by, at)
    return len(rows)


def leave_other_villages(session: Session, case_ids: Sequence[int], reason: str, by: Actor, at: datetime) -> None:
    """Take those of the households out of their grid whose grid is another village's than the one they stand in."""
    elsewhere = (
        select(GridPlace.household_id, Household.case_id)
        .join(Grid, Grid.id == GridPlace.grid_id)
        .join(Household, Household.id == GridPlace.household_id)
        .where(Household.case_id.in_(listed(dialect_of(session), "ids")))
        .where(GridPlace.until.is_(None), Grid.village != Household.village)
    )
    gone = dict(session.execute(elsewhere, {"ids": as_list(session, case_ids)}).all())
    _leave(session, list(gone), reason, at)
    if gone:
        told = {"grid": None, "reason": reason}
        ledger.append_many(session, [(case, "grid", told) for case in hold(session, gone.values())], by, at)


def _households(session: Session, case_ids: Collection[int]) -> dict[int, tuple[int, str]]:
    found: dict[int, tuple[int, str]] = {}
    ids = sorted(set(case_ids))
    for start in range(0, len(ids), MOST):
        wanted = Household.case_id.in_(ids[start : start + MOST])
        query = select(Household.case_id, Household.id, Household.group_code).where(wanted)
        found |= {row[0]: (row[1], row[2]) for row in session.execute(query)}
    return found


def _present(session: Session, households: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(households), MOST):
        here = GridPlace.household_id.in_(households[start : start + MOST])
        query = select(GridPlace.household_id, GridPlace.grid_id).where(here, GridPlace.until.is_(None))
        found |= dict(session.execute(query).all())
    return found


def _leave(session: Session, households: Sequence[int], reason: str, at: datetime) -> None:
    for start in range(0, len(households), MOST):
        here = GridPlace.household_id.in_(households[start : start + MOST])
        ended = update(GridPlace).where(here, GridPlace.until.is_(None)).values(until=at, reason=reason)
        session.execute(ended, execution_options={"synchronize_session": False})
