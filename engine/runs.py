"""Runs and steps: one time through a procedure, and where each piece of work in it stands."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.areas import code
from engine.db import Base, Instant

WAITING, OPEN, DONE, SKIPPED, DROPPED = "waiting", "open", "done", "skipped", "dropped"
"""`dropped` is a step that the wording which the run was carried over to does not have; it is kept for the way back."""
UNDER_WAY, COMPLETE, BROKEN_OFF = "under-way", "complete", "broken-off"
FOR_MOVE, FOR_RECORD, FORMER = "move", "back-fill", "former"
"""What a run is for: to make its move, to fill what a finished one lacks, to tell of a move made before us."""
NO_DATE = date(9999, 12, 31)
"""A due date for what is never due: sorts last and keeps the index free of nulls."""


class Run(Base):
    """One time through the procedure of one move, under the definition it began with.

    `lead_on` is the day on which what gave rise to it came in; without one, the day it was begun. `fills` is the
    finished run whose gaps a back-fill fills: its end leaves the case in its state.
    """

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    move: Mapped[str] = mapped_column(String(32))
    definition: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16), default=UNDER_WAY)
    started_at: Mapped[datetime] = mapped_column(Instant)
    lead_on: Mapped[date | None] = mapped_column(Date)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    purpose: Mapped[str] = mapped_column(String(16), default=FOR_MOVE, server_default=FOR_MOVE)
    fills: Mapped[int | None] = mapped_column(ForeignKey("run.id"), index=True)


class Step(Base):
    """One step of one run.

    `desk` is the area code at which its role sits and `role` the role: together they are a
    worklist. `round` counts how often the step was opened; sending back begins a new round.
    """

    __tablename__ = "step"

    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    status: Mapped[str] = mapped_column(String(16))
    role: Mapped[str] = mapped_column(String(32))
    desk: Mapped[str] = mapped_column(code())
    area: Mapped[str] = mapped_column(code())
    round: Mapped[int] = mapped_column(default=1)
    due_on: Mapped[date] = mapped_column(Date, default=NO_DATE)
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)
    seen_by: Mapped[str] = mapped_column(String(64), default="")
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    done_by: Mapped[str] = mapped_column(String(64), default="")
    done_by_name: Mapped[str] = mapped_column(String(64), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    returned_by: Mapped[str] = mapped_column(String(64), default="")

    __table_args__ = (
        Index(
            "ix_step_desk",
            "desk",
            "role",
            "due_on",
            "case_id",
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
        Index(
            "ix_step_due",
            "due_on",
            "case_id",
            "name",
            "area",
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
        Index(
            "ix_step_area",
            "area",
            "name",
            "case_id",
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
        Index(
            "ix_step_done",
            "area",
            "done_at",
            sqlite_where=text("status = 'done'"),
            postgresql_where=text("status = 'done'"),
        ),
    )
