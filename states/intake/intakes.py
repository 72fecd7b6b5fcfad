"""The lists that were taken in, each kind of list in one place: a file once, and how far its taking in has come."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Integer, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code, within
from engine.db import Base, Instant
from engine.ledger import canonical


class Intake(Base):
    """A list that was taken in for an area, or is being taken in, known by its digest so that it is not taken twice.

    The same file of which something else is stated, such as another system that it comes from, is another list.

    `plan` holds the rows that come in, as JSON; those before `stored` are behind us. `taken` records are new or
    other than before, `left_out` lines had a problem, `same` lines said what was on record.
    """

    __tablename__ = "intake"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    digest: Mapped[str] = mapped_column(code(64))
    file: Mapped[str] = mapped_column(String(200))
    area: Mapped[str] = mapped_column(code(14))
    stated: Mapped[str] = mapped_column(Text)
    plan: Mapped[str] = mapped_column(Text)
    stored: Mapped[int] = mapped_column(default=0)
    taken: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)
    taken_by: Mapped[str] = mapped_column(String(64))
    taken_by_name: Mapped[str] = mapped_column(String(64))
    taken_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("kind", "digest", "area", "stated"),)

    @property
    def planned(self) -> list[int]:
        """The rows that come in, in order."""
        return list(json.loads(self.plan))


def of(session: Session, kind: str, digest: str, area: str, stated: Mapping[str, str]) -> Intake | None:
    """The taking in of a file for an area with the same things stated beside it, finished or not."""
    query = select(Intake).where(Intake.kind == kind, Intake.digest == digest, Intake.area == area)
    return session.scalars(query.where(Intake.stated == canonical(dict(stated)))).one_or_none()


def latest(session: Session, by: Actor, limit: int = 50) -> Sequence[Intake]:
    """The newest lists that were taken in inside the actor's area."""
    query = select(Intake).where(within(Intake.area, by.area)).order_by(Intake.id.desc())
    return session.scalars(query.limit(limit)).all()
