"""When an installation began: what had its last day before that was never owed in the program."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.clock import office_day
from engine.db import once
from states import instance
from states.packs.store import StoredPack


def begun_on(session: Session) -> date:
    """The day on which the first plan was put in force; `date.min` without one, and for practice, whose date is set."""
    return once(session, "begun on", lambda: _begun_on(session))


def _begun_on(session: Session) -> date:
    if instance.is_training(session):
        return date.min
    began = session.scalar(select(func.min(StoredPack.began_at)))
    return office_day(began) if began else date.min
