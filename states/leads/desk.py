"""The leads of an area: the list with its counts, one with its reports, and those about a household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from states.leads.lead import KIND, LABELS, OPEN, SOURCES, Lead, Report

PAGE = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A lead with its state and the household's number and case, once it is known."""

    lead: Lead
    state: str
    number: str | None
    household_case: int | None

    @property
    def label(self) -> str:
        """The state for people."""
        return LABELS[self.state]

    @property
    def source(self) -> str:
        """Where it came from, for people."""
        return SOURCES[self.lead.source]

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.state in OPEN


def listed(
    session: Session, by: Actor, *, area: str = "", state: str = "", source: str = "", before: int = 0
) -> tuple[list[Shown], int]:
    """A page of the area's leads, newest first, and the id to go on from (0 at the end)."""
    query = _query().where(within(Lead.area, by.area), within(Lead.area, area))
    if state:
        query = query.where(Case.state == state)
    if source:
        query = query.where(Lead.source == source)
    if before:
        query = query.where(Lead.id < before)
    rows = [Shown(*row) for row in session.execute(query.order_by(Lead.id.desc()).limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1].lead.id if len(rows) > PAGE else 0


def counts(session: Session, by: Actor, area: str = "") -> dict[str, int]:
    """How many leads of the area stand in each state."""
    query = select(Case.state, func.count()).where(
        Case.kind == KIND, within(Case.area, by.area), within(Case.area, area)
    )
    found = dict(session.execute(query.group_by(Case.state)).all())
    return {state: found.get(state, 0) for state in LABELS}


def find(session: Session, lead_id: int, by: Actor) -> Shown:
    """A lead of the actor's area; raises `NotFound`."""
    query = _query().where(Lead.id == lead_id, within(Lead.area, by.area))
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("lead", lead_id)
    return Shown(*row)


def reports(session: Session, lead: Lead) -> Sequence[Report]:
    """What was reported, oldest first."""
    return session.scalars(select(Report).where(Report.lead_id == lead.id).order_by(Report.id)).all()


def about(session: Session, household_id: int, by: Actor) -> list[Shown]:
    """The leads about a household, newest first."""
    query = _query().where(Lead.household_id == household_id, within(Lead.area, by.area))
    return [Shown(*row) for row in session.execute(query.order_by(Lead.id.desc()).limit(PAGE))]


def against(session: Session, book: Book, lead: Lead, by: Actor, at: Any) -> dict[str, list[Blocker]]:
    """What each act of the person's post would be refused for; an empty list means that it can be done."""
    moves = one(session, book, lead.case_id, by, at).moves
    return {move.name: list(blockers) for move, blockers in moves if by.role in move.by}


def _query() -> Any:
    return (
        select(Lead, Case.state, Household.number, Household.case_id)
        .join(Case, Case.id == Lead.case_id)
        .outerjoin(Household, Household.id == Lead.household_id)
    )
