"""A reminder: one post was told of one deadline on one occasion. Written once, never changed but for the read mark."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.areas import code
from engine.db import Base, Instant


class Reminder(Base):
    """`name` is the deadline's name for ever and `opening` the day on which it opened: opened again, it begins anew.

    `occasion` is `before-3`, `day`, `after-2` (working days), `up-1` for the first post above, or `hand-1` for the
    first by hand. `role`, `area` and `department` are the post that is told; `owing_role`, `owing_area` and
    `owing_department` the one that owes the work. `count` is how many pieces of work the deadline stood for then.
    """

    __tablename__ = "reminder"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(160))
    opening: Mapped[str] = mapped_column(String(10))
    occasion: Mapped[str] = mapped_column(String(12))
    role: Mapped[str] = mapped_column(String(20))
    area: Mapped[str] = mapped_column(code(14))
    department: Mapped[str] = mapped_column(String(60), default="")
    owing_role: Mapped[str] = mapped_column(String(20))
    owing_area: Mapped[str] = mapped_column(code(14))
    owing_department: Mapped[str] = mapped_column(String(60), default="")
    title: Mapped[str] = mapped_column(String(200))
    page: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date]
    count: Mapped[int] = mapped_column(default=1)
    sent_on: Mapped[date]
    sent_at: Mapped[datetime] = mapped_column(Instant)
    sent_by: Mapped[str] = mapped_column(String(64))
    sent_by_name: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(200), default="")
    read_by: Mapped[str] = mapped_column(String(64), default="")
    read_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        UniqueConstraint("name", "opening", "role", "area", "department", "occasion"),
        Index("ix_reminder_post", "area", "role", "department", "id"),
        Index("ix_reminder_sent_on", "sent_on"),
    )

    @property
    def is_read(self) -> bool:
        """Whether somebody of the post has read it."""
        return self.read_at is not None
