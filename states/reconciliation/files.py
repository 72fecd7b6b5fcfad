"""What came in from outside: files with their lines, the rounds of comparing they made, and what was sent out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code, within
from engine.db import Base, Instant
from states.regions import LEVELS


class OutsideFile(Base):
    """A file of a ledger as of a day; `area` is how far its sender's reach goes, `problems` the cells left out.

    The same file for the same area and day is taken once; a later day may well bring the very same lines. Until it
    is `finished_at`, its taking in goes on or was broken off, and it is not yet what the next one is compared with.
    """

    __tablename__ = "outside_file"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    ledger: Mapped[str] = mapped_column(String(40))
    area: Mapped[str] = mapped_column(code(14))
    as_of_on: Mapped[date]
    digest: Mapped[str] = mapped_column(code(64))
    name: Mapped[str] = mapped_column(String(200))
    rows: Mapped[int]
    left_out: Mapped[int]
    problems: Mapped[str] = mapped_column(Text, default="[]")
    taken_by: Mapped[str] = mapped_column(String(64))
    taken_by_name: Mapped[str] = mapped_column(String(60))
    taken_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        UniqueConstraint("ledger", "area", "as_of_on", "digest"),
        Index("ix_outside_file_ledger_area", "ledger", "area", "id"),
    )


class OutsideRow(Base):
    """One line: its key, its row in the file, and what it says as canonical JSON of the fields that could be read."""

    __tablename__ = "outside_row"

    file_id: Mapped[int] = mapped_column(ForeignKey("outside_file.id"), primary_key=True)
    key: Mapped[str] = mapped_column(code(40), primary_key=True)
    area: Mapped[str] = mapped_column(code(14))
    number: Mapped[int] = mapped_column(default=0)
    facts: Mapped[str] = mapped_column(Text)


class Round(Base):
    """One laying of a file against ours, with how many lines agree, differ or are missing; and when it was agreed.

    `strangers` are lines of an open roll about people whom the register need not know.
    """

    __tablename__ = "reconciliation_round"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("outside_file.id"), unique=True)
    ledger: Mapped[str] = mapped_column(String(40))
    area: Mapped[str] = mapped_column(code(14))
    number: Mapped[int]
    agreeing: Mapped[int]
    differing: Mapped[int]
    missing_here: Mapped[int]
    missing_there: Mapped[int]
    strangers: Mapped[int]
    agreed_at: Mapped[datetime | None] = mapped_column(Instant)
    agreed_by: Mapped[str] = mapped_column(String(64), default="")
    agreed_by_name: Mapped[str] = mapped_column(String(60), default="")

    __table_args__ = (Index("ix_reconciliation_round_ledger_area", "ledger", "area", "id"),)

    @property
    def apart(self) -> int:
        """How many lines differ or are missing on either side."""
        return self.differing + self.missing_here + self.missing_there


class SentLedger(Base):
    """Our own lines as they went out to the keeper of a ledger, kept under the digest of the file.

    `asked` is how many of its lines the keeper is asked to correct, because ours was found to be right.
    """

    __tablename__ = "sent_ledger"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    ledger: Mapped[str] = mapped_column(String(40))
    area: Mapped[str] = mapped_column(code(14))
    rows: Mapped[int]
    asked: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(code(64))
    sent_on: Mapped[date]
    sent_by: Mapped[str] = mapped_column(String(64))
    sent_by_name: Mapped[str] = mapped_column(String(60))
    sent_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_sent_ledger_ledger_area", "ledger", "area", "id"),)


FINISHED = OutsideFile.finished_at.is_not(None)


def around(area: str) -> Any:
    """The condition that a file's reach and `area` have something in common."""
    above = [area[:length] for length in (0, *LEVELS) if length <= len(area)]
    return or_(OutsideFile.area.in_(above), within(OutsideFile.area, area))


def latest(session: Session, ledger: str, area: str) -> OutsideFile | None:
    """The last file of a ledger that reaches over the whole of an area."""
    above = [area[:length] for length in (0, *LEVELS) if length <= len(area)]
    query = select(OutsideFile).where(OutsideFile.ledger == ledger, OutsideFile.area.in_(above), FINISHED)
    return session.scalars(query.order_by(OutsideFile.as_of_on.desc(), OutsideFile.id.desc()).limit(1)).first()


def newest_day(session: Session, ledger: str, area: str) -> date | None:
    """The day of the newest file of a ledger that tells anything about an area."""
    query = select(OutsideFile.as_of_on).where(OutsideFile.ledger == ledger, around(area), FINISHED)
    return session.scalar(query.order_by(OutsideFile.as_of_on.desc()).limit(1))


def lines_of(session: Session, file: OutsideFile, area: str) -> dict[str, dict[str, str]]:
    """What the lines of a file say inside an area, by their keys; one statement."""
    query = select(OutsideRow.key, OutsideRow.facts).where(OutsideRow.file_id == file.id)
    return {row.key: json.loads(row.facts) for row in session.execute(query.where(within(OutsideRow.area, area)))}


def sent(session: Session, ledger_ids: Sequence[str], by: Actor, limit: int = 50) -> Sequence[SentLedger]:
    """What went out from the actor's area, newest first."""
    query = select(SentLedger).where(SentLedger.ledger.in_(ledger_ids), within(SentLedger.area, by.area))
    return session.scalars(query.order_by(SentLedger.id.desc()).limit(limit)).all()


def problems_of(file: OutsideFile) -> list[Mapping[str, Any]]:
    """The cells of a file that could not be taken: row, column, text and its facts."""
    return list(json.loads(file.problems))
