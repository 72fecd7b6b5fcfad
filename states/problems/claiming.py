"""Who takes a problem on: claimed by a unit, or not ours and back to whoever hands them out (TZ16: 全面认领)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.advance import advance
from engine.book import Book
from engine.cases import hold
from engine.clock import office_day
from engine.errors import BadInput, NotFound
from engine.moving import put
from engine.words import N_
from states.kept import written
from states.problems.problem import Listed
from states.problems.taking import open_units


def claim(session: Session, book: Book, problem: Listed, *, by: Actor, at: datetime) -> None:
    """Take it on for the unit that it was handed to; raises `MoveBlocked`."""
    advance(session, book, problem.case_id, "claim", by=by, at=at)


def disclaim(session: Session, book: Book, problem: Listed, reason: str, *, by: Actor, at: datetime) -> None:
    """Say why it is not this unit's, and give it back to the distributor; raises `BadInput` and `MoveBlocked`."""
    if wrong := written("reason", reason, N_("请写明为什么不是本单位的问题")):
        raise BadInput(*wrong)
    advance(session, book, problem.case_id, "disclaim", by=by, at=at, note=reason.strip())
    problem.said = reason.strip()
    session.flush()


def hand_out(session: Session, book: Book, problem: Listed, area: str, *, by: Actor, at: datetime) -> None:
    """Hand it to another unit of the actor's area; raises `NotFound` and `MoveBlocked`."""
    if area not in open_units(session, {area}, by, office_day(at)):
        raise NotFound("region", area)
    advance(session, book, problem.case_id, "hand_out", by=by, at=at)
    session.flush()
    put(session, {problem.case_id: area}, {"reason": "hand-out"}, by, at)
    problem.area = area
    session.flush()


def dismiss(session: Session, book: Book, problem: Listed, reason: str, *, by: Actor, at: datetime) -> None:
    """Find that nobody here has this problem, with the reason; raises `BadInput` and `MoveBlocked`."""
    if wrong := written("reason", reason, N_("请写明为什么不属于本地")):
        raise BadInput(*wrong)
    advance(session, book, problem.case_id, "dismiss", by=by, at=at, note=reason.strip())
    problem.said, problem.closed_on = reason.strip(), office_day(at)
    session.flush()


def note(session: Session, problem: Listed, kind: str, told: dict[str, object], *, by: Actor, at: datetime) -> None:
    """Write into the ledger of a problem what happened beside its moves."""
    ledger.append_many(session, [(case, kind, told) for case in hold(session, [problem.case_id])], by, at)
