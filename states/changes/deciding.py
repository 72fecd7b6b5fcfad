"""Deciding on changes: another person agrees or does not, one at a time or many; who proposed may take back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import NO_SUCH_CASE, Outcome, advance, advance_many
from engine.areas import within
from engine.book import Book
from engine.cases import hold
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.changes.change import Change
from states.households import Household

LONGEST = 500


def find(session: Session, change_id: int, by: Actor) -> Change:
    """A change of the actor's area; raises `NotFound`."""
    change = session.get(Change, change_id)
    if change is None or not by.covers(change.area):
        raise NotFound("change", change_id)
    return change


def verify(session: Session, book: Book, change: Change, *, by: Actor, at: datetime) -> None:
    """Let the change enter the register; raises `MoveBlocked` with every reason."""
    _hold(session, [change])
    advance(session, book, change.case_id, "apply", by=by, at=at)


def verify_many(session: Session, book: Book, change_ids: Collection[int], *, by: Actor, at: datetime) -> Outcome:
    """Let all of these enter the register that nothing stands against; the others are held, by case, with reasons.

    What lies outside the actor's area is held as unknown, under its own number negated. Changes of one household
    go one after the other, so that each sees what the one before it wrote.
    """
    query = select(Change).where(Change.id.in_(set(change_ids)), within(Change.area, by.area)).order_by(Change.id)
    waiting = list(session.scalars(query))
    outcome = Outcome()
    outcome.held |= {-number: (NO_SUCH_CASE,) for number in set(change_ids) - {one.id for one in waiting}}
    _hold(session, waiting)
    while waiting:
        lot: dict[int, Change] = {}
        for change in waiting:
            lot.setdefault(change.household_id, change)
        done = advance_many(session, book, [one.case_id for one in lot.values()], "apply", by=by, at=at)
        outcome.moved += done.moved
        outcome.held |= done.held
        taken = {one.id for one in lot.values()}
        waiting = [one for one in waiting if one.id not in taken]
    return outcome


def reject(session: Session, book: Book, change: Change, reason: str, *, by: Actor, at: datetime) -> None:
    """Refuse the change, with a reason; raises `BadInput` and `MoveBlocked`."""
    written = told("reason", reason)
    advance(session, book, change.case_id, "reject", by=by, at=at, note=written)
    change.decided_reason = written


def withdraw(session: Session, book: Book, change: Change, *, by: Actor, at: datetime) -> None:
    """Take back what one has proposed oneself; raises `MoveBlocked`."""
    advance(session, book, change.case_id, "withdraw", by=by, at=at)


def told(where: str, text: str) -> str:
    """A reason that was written; raises `BadInput` for none, or for one too long."""
    if not text.strip() or len(text.strip()) > LONGEST:
        raise BadInput(Problem(where, N_("请写明原因，不超过500字")))
    return text.strip()


def _hold(session: Session, changes: Collection[Change]) -> None:
    """Hold the changes' cases and their households' in one order, so that two acts never wait in a ring."""
    homes = {one.household_id for one in changes} | {one.other_household_id for one in changes}
    cases = session.scalars(select(Household.case_id).where(Household.id.in_(homes - {None})))
    hold(session, {*cases, *(one.case_id for one in changes)})
