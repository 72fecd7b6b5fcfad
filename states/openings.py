"""The access log: who opened whose file, and when (PIPL; domain section 7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.db import Base, Instant


class Opening(Base):
    """One look into one file; `subject` is the file's stable name, such as `household:17`."""

    __tablename__ = "opening"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    subject: Mapped[str] = mapped_column(String(60), index=True)
    at: Mapped[datetime] = mapped_column(Instant)


def note(session: Session, user_id: int, subject: str, at: datetime) -> None:
    """Log that a file was opened."""
    session.add(Opening(user_id=user_id, subject=subject, at=at))


def of(session: Session, subject: str, limit: int = 100) -> Sequence[Opening]:
    """The latest openings of a file, newest first."""
    query = select(Opening).where(Opening.subject == subject).order_by(Opening.id.desc()).limit(limit)
    return session.scalars(query).all()
