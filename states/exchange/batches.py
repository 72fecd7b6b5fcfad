"""The files that were taken in: each once, known by its digest, with how far the taking in has come."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code, within
from engine.db import Base, Instant


class ImportBatch(Base):
    """A file that was taken in, or is being taken in, known by its digest so that it is not taken twice.

    `plan` lists the first row of each household that is to come in, as JSON: a restart goes on where it stopped.
    `left_out` are the households that had problems.
    """

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(code(64), unique=True)
    file: Mapped[str] = mapped_column(String(200))
    area: Mapped[str] = mapped_column(code(14), default="", index=True)
    households: Mapped[int]
    members: Mapped[int]
    left_out: Mapped[int] = mapped_column(default=0)
    problems: Mapped[int] = mapped_column(default=0)
    plan: Mapped[str] = mapped_column(Text, default="[]")
    taken_by: Mapped[str] = mapped_column(String(64))
    taken_by_name: Mapped[str] = mapped_column(String(60))
    taken_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def planned(self) -> list[int]:
        """The first rows of the households that are to come in, in order."""
        return list(json.loads(self.plan))


class ImportLot(Base):
    """A part of a batch that was stored in one transaction: the checkpoint after which a restart goes on."""

    __tablename__ = "import_lot"

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), primary_key=True)
    upto: Mapped[int] = mapped_column(primary_key=True)
    households: Mapped[int]
    stored_at: Mapped[datetime] = mapped_column(Instant)


def of_digest(session: Session, digest: str) -> ImportBatch | None:
    """The batch of a file, finished or not."""
    return session.scalars(select(ImportBatch).where(ImportBatch.digest == digest)).one_or_none()


def stored_upto(session: Session, batch: ImportBatch) -> int:
    """How many households of the plan are behind the last checkpoint."""
    return session.scalar(select(func.max(ImportLot.upto)).where(ImportLot.batch_id == batch.id)) or 0


def latest(session: Session, by: Actor, limit: int = 50) -> Sequence[ImportBatch]:
    """The newest batches that were taken in inside the actor's area."""
    query = select(ImportBatch).where(within(ImportBatch.area, by.area)).order_by(ImportBatch.id.desc())
    return session.scalars(query.limit(limit)).all()
