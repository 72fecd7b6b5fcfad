"""A policy ledger: what one department changed under one policy in one quarter, line by line (BZ03)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.areas import code
from engine.db import Base, Instant
from engine.definition import Definition, Move, State
from engine.words import N_
from states.help.quarters import Quarter
from states.kept import Kept
from states.money import Money

KIND = "policy_ledger"
IN_FORCE = "in_force", N_("有效")
REPLACED = "replaced", N_("已更正")
LABELS = dict((IN_FORCE, REPLACED))
LAST_DAY = 25
"""The day of the quarter's last month by which it is pushed to every village (BZ03: 每季度最后一个月25日前)."""


class PolicyLedger(Base):
    """One push of a department: `policy` is empty in a report that nothing changed (零报告).

    `period` is the quarter, written 2022-Q1. A correction names the ledger that it `supersedes`, and the `reason`.
    """

    __tablename__ = "policy_ledger"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    department: Mapped[str] = mapped_column(String(60))
    area: Mapped[str] = mapped_column(code(14))
    period: Mapped[str] = mapped_column(String(7))
    policy: Mapped[str] = mapped_column(String(40))
    lines: Mapped[int]
    matched: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    pushed_on: Mapped[date]
    pushed_by: Mapped[str] = mapped_column(String(64))
    pushed_by_name: Mapped[str] = mapped_column(String(64))
    pushed_at: Mapped[datetime] = mapped_column(Instant)
    supersedes: Mapped[int | None] = mapped_column(ForeignKey("policy_ledger.id"))
    superseded: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        Index("ix_policy_ledger_area", "area", "period", "department"),
        Index("ix_policy_ledger_department", "department", "id"),
    )

    @property
    def is_zero(self) -> bool:
        """Whether it says that nothing changed."""
        return not self.policy


class PolicyLine(Base):
    """What changed for one person: as the department wrote it, and the household of the register that it is about.

    `why` says why no household was found, empty where one was. `key` is the digest of what the line says: the same
    line of a correction has the same one, so that what a village found out stays found out. `settled` says what a
    person decided on a line without a household: `matched` to one, or `nobody` of ours, with the reason.
    """

    __tablename__ = "policy_line"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    ledger_id: Mapped[int] = mapped_column(ForeignKey("policy_ledger.id"))
    row: Mapped[int]
    area: Mapped[str] = mapped_column(code(14))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    name: Mapped[str] = mapped_column(code(60))
    id_no: Mapped[str] = mapped_column(code(24), default="")
    what: Mapped[str] = mapped_column(String(200))
    changed_on: Mapped[date]
    amount: Mapped[Decimal | None] = mapped_column(Money)
    key: Mapped[str] = mapped_column(String(32))
    why: Mapped[str] = mapped_column(String(16), default="")
    settled: Mapped[str] = mapped_column(String(16), default="")
    settled_reason: Mapped[str] = mapped_column(String(400), default="")
    settled_by_name: Mapped[str] = mapped_column(String(64), default="")
    settled_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        Index("ix_policy_line_ledger_id", "ledger_id", "id"),
        Index("ix_policy_line_area", "area", "id"),
        Index("ix_policy_line_household_id", "household_id"),
    )


class PolicyMark(Kept, Base):
    """What a visit found of one line: whether the register's papers took it over, and why not."""

    __tablename__ = "policy_mark"

    key: Mapped[str] = mapped_column(String(32), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("policy_line.id"), index=True)
    adopted: Mapped[bool]
    note: Mapped[str] = mapped_column(String(400), default="")
    visited_on: Mapped[date]


POLICY_LEDGER = Definition(
    KIND,
    "policy-ledger-1",
    N_("部门台账"),
    (State(*IN_FORCE), State(*REPLACED, final=True)),
    (Move("replace", N_("更正"), (IN_FORCE[0],), REPLACED[0], by=("department",)),),
)


def period_of(quarter: Quarter) -> str:
    """A quarter as ledgers write it."""
    return f"{quarter.year}-Q{quarter.number}"


def quarter_in(period: str) -> Quarter:
    """The quarter of a period written so."""
    year, _, number = period.partition("-Q")
    return Quarter(int(year), int(number))


def due_on(quarter: Quarter) -> date:
    """The last day on which its ledgers are in time."""
    return quarter.last_on.replace(day=LAST_DAY)
