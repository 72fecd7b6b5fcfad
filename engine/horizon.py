"""Up to which entry the ledger is settled: nothing with a smaller id can still come into sight.

Ids are drawn before their transactions end, so on PostgreSQL a smaller one may appear after a greater one. Whoever
writes entries holds a lock on their table until the end; once those who held it after the greatest id was seen are
gone, everything up to it has either come or never will. On SQLite there is one writer at a time.
"""

from __future__ import annotations

import time

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from engine.hot import dialect_of
from engine.ledger import Entry

PATIENCE = 2.0
"""Seconds that are waited for those who write; acts take milliseconds, lots of long lists about a second."""
PAUSE = 0.02
WRITERS = text(
    "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND relation = 'entry'::regclass"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND mode = 'RowExclusiveLock' AND granted AND pid <> pg_backend_pid()"
)


def settled(session: Session, patience: float = PATIENCE) -> int:
    """The greatest id up to which the ledger is settled; 0 when somebody writes for longer than is waited for.

    What is read must be read by a later statement of a session that reads what is committed.
    """
    greatest = session.scalar(select(func.max(Entry.id))) or 0
    if dialect_of(session) != "postgresql":
        return greatest
    writing, until = set(session.scalars(WRITERS)), time.monotonic() + patience
    while writing:
        if time.monotonic() > until:
            return 0
        time.sleep(PAUSE)
        writing &= set(session.scalars(WRITERS))
    return greatest
