"""One time that a household was reported: by which channel, by whom, what was said, and what was answered."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.areas import code
from engine.db import Base, Instant


class Report(Base):
    """A report with its own channel, day and words; the first one opened the lead. `name` is whom it named.

    `reporter` is who said it and `contact` how to reach them, both only where an answer has to go: neither enters the
    ledger. `department` and `office` are whose push it came with. `answer` is what the reporter was told.
    """

    __tablename__ = "lead_report"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    source: Mapped[str] = mapped_column(String(16))
    received_on: Mapped[date]
    name: Mapped[str] = mapped_column(String(60), default="")
    text: Mapped[str] = mapped_column(Text)
    reporter: Mapped[str] = mapped_column(String(60), default="")
    contact: Mapped[str] = mapped_column(String(40), default="")
    department: Mapped[str] = mapped_column(String(60), default="")
    office: Mapped[str] = mapped_column(code(14), default="")
    answered_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str] = mapped_column(String(64), default="")
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_lead_report_department", "department", "office", "id"),)
