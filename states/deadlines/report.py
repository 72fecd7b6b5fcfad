"""A report that a clerk recorded: that a duty of a period was done, when and how. A case with its own lifecycle."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.areas import code
from engine.db import Base, Instant
from engine.definition import Definition, Move, State
from engine.words import N_

KIND = "duty-report"
RECORDED = "recorded", N_("已登记")
WITHDRAWN = "withdrawn", N_("已撤回")
LABELS = dict((RECORDED, WITHDRAWN))
BY = ("village", "township", "township_leader", "county", "city", "department")
"""Whose posts owe duties, and so record that they were done."""

REPORT = Definition(
    KIND,
    "duty-report-1",
    N_("报送登记"),
    (State(*RECORDED), State(*WITHDRAWN, final=True)),
    (Move("withdraw", N_("撤回"), (RECORDED[0],), WITHDRAWN[0], by=BY),),
)


class DutyReport(Base):
    """That the post of `area` handed `duty` in for `period` on a day; `file_digest` is what was handed in, if kept.

    `standing` is false once it was withdrawn, with the reason: the duty is then open again, `withdrawn_on`.
    """

    __tablename__ = "duty_report"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    duty: Mapped[str] = mapped_column(String(32))
    area: Mapped[str] = mapped_column(code(14))
    department: Mapped[str] = mapped_column(String(60), default="")
    period: Mapped[str] = mapped_column(String(10))
    handed_in_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    file_digest: Mapped[str] = mapped_column(String(64), default="")
    file_type: Mapped[str] = mapped_column(String(40), default="")
    recorded_by: Mapped[str] = mapped_column(String(64))
    recorded_by_name: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    standing: Mapped[bool] = mapped_column(default=True)
    withdrawn_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(400), default="")

    __table_args__ = (
        Index("ix_duty_report_duty", "duty", "area", "period"),
        Index(
            "uq_duty_report_standing",
            "duty",
            "area",
            "department",
            "period",
            unique=True,
            sqlite_where=text("standing"),
            postgresql_where=text("standing"),
        ),
    )
