"""The outbox: mails that wait are taken by one sender at a time, and marked when they are gone or have failed.

A mail is written with what it tells of, in one transaction, and sent afterwards. Whoever dies in between leaves it
claimed for some minutes; then another takes it. It may so be sent twice, under one Message-ID, but is never lost.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from states.reminders.mail import Mail

HELD = timedelta(minutes=5)
AGAIN = timedelta(minutes=10)
TOO_OLD = timedelta(days=3)
"""A digest that old helps nobody any more."""
LOT = 20


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is sent."""

    id: int
    message_id: str
    address: str
    subject: str
    body: str


def claim(session: Session, at: datetime) -> list[Letter]:
    """Take some mails that wait and that nobody has in hand, the oldest first."""
    free = or_(Mail.claimed_until.is_(None), Mail.claimed_until < at)
    waiting = select(Mail).where(Mail.sent_at.is_(None), free, Mail.written_at > at - TOO_OLD).order_by(Mail.id)
    rows = list(session.scalars(waiting.limit(LOT).with_for_update(skip_locked=True)))
    for row in rows:
        row.claimed_until, row.tries = at + HELD, row.tries + 1
    session.flush()
    return [Letter(row.id, row.message_id, row.address, row.subject, row.body) for row in rows]


def mark(session: Session, sent: Collection[int], failed: Mapping[int, str], at: datetime) -> None:
    """Note which are gone, and why the others are not; those are tried again later, ever less often."""
    if sent:
        gone = update(Mail).where(Mail.id.in_(list(sent)))
        session.execute(gone.values(sent_at=at, claimed_until=None, failure=""))
    for row in session.scalars(select(Mail).where(Mail.id.in_(list(failed)))):
        row.failure, row.claimed_until = failed[row.id][:200], at + AGAIN * row.tries
    session.flush()


@dataclass(frozen=True, slots=True)
class Standing:
    """How the outbox stands: how many wait, how many of them failed before, and why the last of those did."""

    waiting: int
    failed: int
    failure: str


def standing(session: Session, at: datetime) -> Standing:
    """How the outbox stands; what is too old to be sent is not waited for."""
    waits = and_(Mail.sent_at.is_(None), Mail.written_at > at - TOO_OLD)
    waiting = session.scalar(select(func.count()).select_from(Mail).where(waits)) or 0
    failed = session.scalar(select(func.count()).select_from(Mail).where(waits, Mail.failure != "")) or 0
    why = session.scalar(select(Mail.failure).where(waits, Mail.failure != "").order_by(Mail.id.desc()).limit(1))
    return Standing(waiting, failed, why or "")
