"""Merging leads about one household: its reports go over to the lead that goes on, and nothing of it is lost (XZ01)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import advance, advance_many
from engine.book import Book
from engine.cases import Case
from states.leads.lead import OPEN, Lead
from states.leads.report import Report


def merge(session: Session, book: Book, lead: Lead, into: Lead, *, by: Actor, at: datetime) -> None:
    """Let another open lead about the same household go on in this one's place, with all that was reported."""
    advance(session, book, lead.case_id, "merge", by=by, at=at, note=f"并入线索{into.id}")
    session.execute(update(Report).where(Report.lead_id == lead.id).values(lead_id=into.id))
    session.execute(update(Lead).where(Lead.merged_into == lead.id).values(merged_into=into.id))
    lead.merged_into = into.id
    into.received_on = min(into.received_on, lead.received_on)
    session.flush()


def merged(session: Session, lead: Lead) -> Sequence[Lead]:
    """The leads that went into this one, oldest first."""
    return session.scalars(select(Lead).where(Lead.merged_into == lead.id).order_by(Lead.id)).all()


def settle(session: Session, book: Book, leads: Sequence[Lead], *, by: Actor, at: datetime) -> None:
    """Bring to their end the cases of leads that went into these before a household had one lead only."""
    own = select(Lead.case_id).join(Case, Case.id == Lead.case_id).where(Case.state.in_(OPEN))
    left = session.scalars(own.where(Lead.merged_into.in_([lead.id for lead in leads]))).all()
    if left:
        advance_many(session, book, left, "merge", by=by, at=at)
