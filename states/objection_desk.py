"""The objections of an area: the list, and one with all that is needed to settle it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.cases import Case
from engine.errors import NotFound
from engine.guards import Blocker
from engine.outlook import one
from states.households import Household
from states.notices import Notice
from states.objections import INVESTIGATING, RECEIVED, Objection

OPEN = (RECEIVED[0], INVESTIGATING[0])
PAGE = 50


@dataclass(frozen=True, slots=True)
class Voice:
    """An objection with its state, the household it is about and the notice it answers."""

    objection: Objection
    state: str
    head_name: str
    number: str
    notice: str

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.state in OPEN


def listed(session: Session, by: Actor, *, only_open: bool, before: int = 0) -> tuple[list[Voice], int]:
    """A page of the area's objections, newest first, and the id to go on from (0 at the end)."""
    query = _query().where(within(Objection.area, by.area))
    if only_open:
        query = query.where(Case.state.in_(OPEN))
    if before:
        query = query.where(Objection.id < before)
    rows = [Voice(*row) for row in session.execute(query.order_by(Objection.id.desc()).limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1].objection.id if len(rows) > PAGE else 0


def open_count(session: Session, by: Actor) -> int:
    """How many objections of the area wait for an answer."""
    query = select(func.count()).where(Case.kind == "objection", Case.state.in_(OPEN), within(Case.area, by.area))
    return session.scalar(query) or 0


def find(session: Session, objection_id: int, by: Actor) -> Voice:
    """An objection of the actor's area; raises `NotFound`."""
    query = _query().where(Objection.id == objection_id, within(Objection.area, by.area))
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("objection", objection_id)
    return Voice(*row)


def against(session: Session, book: Book, objection: Objection, by: Actor, at: datetime) -> dict[str, list[Blocker]]:
    """What each possible act on it would be refused for; an empty list means that it can be done."""
    moves = one(session, book, objection.case_id, by, at).moves
    return {move.name: list(blockers) for move, blockers in moves if by.role in move.by}


def _query() -> Any:
    return (
        select(Objection, Case.state, Household.head_name, Household.number, Notice.number)
        .join(Case, Case.id == Objection.case_id)
        .join(Household, Household.id == Objection.household_id)
        .join(Notice, Notice.id == Objection.notice_id)
    )
