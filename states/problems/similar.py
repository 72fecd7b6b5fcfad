"""Households that a problem names, and those that a query found like it: judged one by one, rectified along."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.areas import code
from engine.db import Base, Instant
from engine.words import N_

SAME, OTHER = "same", "other"
VERDICTS = {SAME: N_("同类问题"), OTHER: N_("不是同类问题")}
NAMED, FOUND = "named", "found"


class Trace(Base):
    """One time that a query was run for a problem: which, over which area, and what it found, frozen.

    `query` is canonical JSON of the condition or the rule, `looked_at` how many households were asked.
    """

    __tablename__ = "problem_trace"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    problem_id: Mapped[int] = mapped_column(ForeignKey("problem.id"), index=True)
    area: Mapped[str] = mapped_column(code(14))
    title: Mapped[str] = mapped_column(String(400))
    query: Mapped[str] = mapped_column(Text)
    looked_at: Mapped[int]
    found: Mapped[int]
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


class Similar(Base):
    """A household of a problem: named by the list (`named`), which is the same problem, or found by a query.

    `verdict` is empty until somebody judged it; `rectified_on` is the day on which it was set right along with it.
    """

    __tablename__ = "problem_household"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    problem_id: Mapped[int] = mapped_column(ForeignKey("problem.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    trace_id: Mapped[int | None] = mapped_column(ForeignKey("problem_trace.id"))
    origin: Mapped[str] = mapped_column(String(8))
    verdict: Mapped[str] = mapped_column(String(8), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")
    judged_by_name: Mapped[str] = mapped_column(String(64), default="")
    rectified_on: Mapped[date | None]
    measure: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (Index("uq_problem_household", "problem_id", "household_id", unique=True),)
