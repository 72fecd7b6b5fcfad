"""Closing a notice whose period is over: who stands without objection goes on, the others wait on the list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import Outcome, advance, advance_many
from engine.book import Book
from engine.clock import office_day
from engine.guards import Blocker
from engine.procedure import StepSpec
from engine.words import N_
from states.notice_acts import against, in_state, refuse, take, tell
from states.notice_guards import running
from states.notice_lines import waiting
from states.notices import CLOSED, INTERRUPTED, POSTED, PRINTED, Notice


def close(session: Session, book: Book, notice: Notice, *, by: Actor, at: datetime, key: str | None = None) -> Outcome:
    """Close the notice, and finish its step for every household that nothing else holds.

    A closed notice is closed again for those that were held: they go on once their objections are settled.
    Raises `MoveBlocked` before the period is over, with the first day on which it can be done.
    """
    case = take(session, notice)
    blockers = [*against(notice, by), *against_role(session, book, notice, by)]
    if case.state != CLOSED[0]:
        blockers += in_state(case, POSTED, PRINTED, INTERRUPTED)
    if case.state in (POSTED[0], PRINTED[0], INTERRUPTED[0]):
        blockers += running(case.state, notice.last_on, office_day(at), "", notice.level, notice.kind)
    refuse("close", blockers)
    if case.state != CLOSED[0]:
        notice.closed_at = at
        session.flush()
        advance(session, book, notice.case_id, "close", by=by, at=at)
    outcome = advance_many(session, book, waiting(session, notice), notice.step, by=by, at=at, key=key)
    if not outcome.again:
        told = {"moved": [done.case_id for done in outcome.moved], "held": sorted(outcome.held)}
        tell(session, notice, "passed-on", told, by, at)
    return outcome


def step_of(session: Session, book: Book, notice: Notice) -> StepSpec:
    """The step that a notice serves, in the wording of its pack."""
    moves = book.definition(session, notice.definition).moves
    return next(m.procedure.by_name[notice.step] for m in moves if m.procedure and notice.step in m.procedure.by_name)


def against_role(session: Session, book: Book, notice: Notice, by: Actor) -> Iterator[Blocker]:
    """The reason against closing or extending the notice that lies in the actor's post."""
    spec = step_of(session, book, notice)
    if by.role != spec.by:
        yield Blocker("role-required", N_("这一步由%(role)s办理"), {"role": spec.by_title}, spec.basis, spec.by)
