"""Sending reminders: one transaction, one sender at a time, so that two rounds at once send what one would."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from states.reminders.deciding import decide
from states.reminders.reminder import Reminder

ROUND = 5_101_820


def take_turn(session: Session) -> None:
    """Let nobody else send until the transaction ends; on SQLite a transaction that writes is alone anyhow."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(ROUND)))


def send(session: Session, *, area: str = "", at: datetime) -> list[Reminder]:
    """Write every reminder that this moment asks for inside an area; a second time at once writes none."""
    take_turn(session)
    found = decide(session, area, at)
    session.add_all(found)
    session.flush()
    return found
