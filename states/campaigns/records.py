"""What is put on record of a campaign: places that are done with a phase, days put off, windows that were opened."""

from __future__ import annotations

import json
from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.areas import code
from engine.db import Base, Instant


class PhaseReport(Base):
    """A place reported a phase done on `done_on`, with the numbers of its adjustments on that day, JSON.

    `returned_because` is why the level above sent it back; then the phase is to be done and reported again.
    """

    __tablename__ = "campaign_report"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    phase: Mapped[str] = mapped_column(String(32))
    area: Mapped[str] = mapped_column(code(14))
    done_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    figures: Mapped[str] = mapped_column(Text, default="{}")
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
    returned_because: Mapped[str] = mapped_column(String(400), default="")
    returned_by_name: Mapped[str] = mapped_column(String(64), default="")

    __table_args__ = (Index("ix_campaign_report_campaign", "campaign_id", "phase", "area"),)

    @property
    def counted(self) -> dict[str, int]:
        """The numbers of the day on which it was reported: households by move, people who joined and left."""
        return dict(json.loads(self.figures))


class Extension(Base):
    """A phase put off until a later day for one level of the places in `area`; `was` is the day before."""

    __tablename__ = "campaign_extension"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    phase: Mapped[str] = mapped_column(String(32))
    level: Mapped[str] = mapped_column(String(16))
    area: Mapped[str] = mapped_column(code(14))
    was: Mapped[date]
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(String(400))
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


class Opening(Base):
    """A window that was asked for in writing, with the answer once there is one: granted or not, and for which days.

    `area` is the place that asks and for which the window opens.
    """

    __tablename__ = "campaign_opening"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    window: Mapped[str] = mapped_column(String(32))
    area: Mapped[str] = mapped_column(code(14))
    document: Mapped[str] = mapped_column(String(60))
    asked_on: Mapped[date]
    asked_by_name: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str] = mapped_column(String(60), default="")
    answered_on: Mapped[date | None]
    answered_by_name: Mapped[str] = mapped_column(String(64), default="")
    granted: Mapped[bool] = mapped_column(default=False)
    since: Mapped[date | None]
    until: Mapped[date | None]
