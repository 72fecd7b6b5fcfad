"""A round: one time of looking an area through, and what came of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.areas import code
from engine.db import Base, Instant

COUNTS = ("households", "members", "villages", "found", "opened", "reopened", "closed", "unproved", "waived")


class Round(Base):
    """A round over an area under one edition of the rules, as of a day.

    `found` counts everything the rules found, `opened` what was new, `reopened` what came back, `closed` what a proved
    correction removed, `unproved` what went away without proof, `waived` what stays waived. `reached` is the last
    household looked at, `reached_village` the last village: a round that was cut short goes on there.
    """

    __tablename__ = "quality_round"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    area: Mapped[str] = mapped_column(code(14))
    edition: Mapped[str] = mapped_column(String(64))
    as_of: Mapped[date]
    begun_at: Mapped[datetime] = mapped_column(Instant)
    begun_by: Mapped[str] = mapped_column(String(64))
    begun_by_name: Mapped[str] = mapped_column(String(64))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    reached: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), default=0)
    reached_village: Mapped[str] = mapped_column(code(12), default="", server_default="")
    households: Mapped[int] = mapped_column(default=0)
    members: Mapped[int] = mapped_column(default=0)
    villages: Mapped[int] = mapped_column(default=0, server_default="0")
    found: Mapped[int] = mapped_column(default=0)
    opened: Mapped[int] = mapped_column(default=0)
    reopened: Mapped[int] = mapped_column(default=0)
    closed: Mapped[int] = mapped_column(default=0)
    unproved: Mapped[int] = mapped_column(default=0)
    waived: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_quality_round_area", "area", "id"),)
