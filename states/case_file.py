"""A household's file: what its page shows besides the outlook, each part one statement, in the actor's area only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.errors import NotFound
from engine.runs import Run
from states.households import Household
from states.notice_lines import NoticeLine
from states.notices import Notice
from states.objections import Objection
from states.packs import store


@dataclass(frozen=True, slots=True)
class Posted:
    """A notice on which the household stands or stood."""

    notice_id: int
    number: str
    title: str
    level: str
    state: str
    first_on: date
    last_on: date
    removed: bool


@dataclass(frozen=True, slots=True)
class Voice:
    """An objection against the household."""

    objection_id: int
    receipt: str
    state: str
    filed_at: datetime
    late: bool


def household(session: Session, case_id: int, by: Actor) -> Household:
    """The household of a case; `NotFound` where the actor's area holds none."""
    query = select(Household).where(Household.case_id == case_id, within(Household.group_code, by.area))
    found = session.scalar(query)
    if found is None:
        raise NotFound("case", case_id)
    return found


def notices(session: Session, case_id: int) -> list[Posted]:
    """The notices of a household, newest first."""
    columns = (Notice.id, Notice.number, Notice.title, Notice.level, Case.state, Notice.first_on, Notice.last_on)
    query = (
        select(*columns, NoticeLine.removed_at.is_not(None))
        .join(NoticeLine, NoticeLine.notice_id == Notice.id)
        .join(Case, Case.id == Notice.case_id)
        .where(NoticeLine.case_id == case_id)
        .order_by(NoticeLine.id.desc())
    )
    return [Posted(*row) for row in session.execute(query)]


def objections(session: Session, case_id: int) -> list[Voice]:
    """The objections against a household, newest first."""
    query = (
        select(Objection.id, Objection.receipt, Case.state, Objection.filed_at, Objection.late)
        .join(Case, Case.id == Objection.case_id)
        .where(Objection.target_case_id == case_id)
        .order_by(Objection.id.desc())
    )
    return [Voice(*row) for row in session.execute(query)]


def runs(session: Session, case_id: int) -> Sequence[Run]:
    """Every time through a procedure, newest first."""
    return session.scalars(select(Run).where(Run.case_id == case_id).order_by(Run.id.desc())).all()


def criteria(session: Session, case_id: int) -> dict[str, str]:
    """The criteria of the way out that the plan of a case names, by code."""
    case = session.get(Case, case_id)
    known = store.policy(session, case.definition).criteria if case else {}
    return {code: one.title for code, one in known.items()}
