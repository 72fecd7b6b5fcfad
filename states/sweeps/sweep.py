"""A sweep: all households of an area to be visited in a quarter, frozen when it begins; a case (BZ01, HN04)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.areas import code
from engine.db import Base, Instant
from engine.definition import Definition, Move, State
from engine.facts import Facts
from engine.guards import Blocker, Need
from engine.words import N_
from states.help.quarters import Quarter, read_quarter
from states.sweeps import counting

KIND = "sweep"
OPEN = "open", N_("正在排查")
CLOSED = "closed", N_("已结束")
LABELS = dict((OPEN, CLOSED))
NAMED = 5
"""So many of the households that are left are named in a refusal."""


class Sweep(Base):
    """A sweep of a county, township or village in a quarter (2022Q1), from the day it began to the quarter's last.

    `parts` are the kinds of household on its roster, `coverage` the share in percent that has to be visited,
    `visitors` how many go together. `reason` says why it was ended short, or opened again.
    """

    __tablename__ = "sweep"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    area: Mapped[str] = mapped_column(code(14))
    quarter: Mapped[str] = mapped_column(String(6))
    since_on: Mapped[date]
    until_on: Mapped[date]
    parts: Mapped[str] = mapped_column(String(60))
    coverage: Mapped[int]
    visitors: Mapped[int]
    households: Mapped[int]
    basis: Mapped[str] = mapped_column(String(120), default="")
    begun_on: Mapped[date]
    begun_by: Mapped[str] = mapped_column(String(64))
    begun_by_name: Mapped[str] = mapped_column(String(64))
    closed_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (UniqueConstraint("area", "quarter"), Index("ix_sweep_quarter", "quarter", "area"))

    @property
    def of(self) -> Quarter:
        """The quarter that is swept."""
        quarter = read_quarter(self.quarter)
        assert quarter is not None, self.quarter
        return quarter


class SweepCall(Base):
    """One time that somebody came to a house of a roster: when, who went, what was found; never changed."""

    __tablename__ = "sweep_call"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    sweep_id: Mapped[int] = mapped_column(ForeignKey("sweep.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    called_on: Mapped[date]
    visitors: Mapped[str] = mapped_column(String(200))
    found: Mapped[str] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(Text, default="")
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("lead.id"))
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_sweep_call_house", "sweep_id", "household_id", "id"),)


@dataclass(frozen=True, slots=True)
class Standing:
    """What guards read of a sweep: what it demands, how many were visited, and the first of those who are left."""

    coverage: int
    households: int
    visited: int
    left: tuple[str, ...]
    first_on: date
    today: date

    @property
    def missing(self) -> int:
        """How many households have to be visited yet to reach what is demanded."""
        return max(0, -(-self.households * self.coverage // 100) - self.visited)


def standings(session: Session, case_ids: Sequence[int], today: date) -> dict[int, Standing]:
    """The loader of what is particular to sweeps; three statements for each of these few cases."""
    found = {}
    for sweep in session.scalars(select(Sweep).where(Sweep.case_id.in_(list(case_ids)))):
        visited = counting.visited(session, sweep.id, sweep.since_on, sweep.until_on)
        left = counting.left(session, sweep.id, sweep.since_on, sweep.until_on, NAMED)
        found[sweep.case_id] = Standing(sweep.coverage, sweep.households, visited, left, sweep.since_on, today)
    return found


def _covered(facts: Facts) -> Iterator[Blocker]:
    own: Standing = facts.subject
    if own.missing:
        text = N_("走访了%(visited)s户，共%(all)s户，要求覆盖%(coverage)s%%，还差%(n)s户，先走访%(names)s等户")
        told = {"visited": own.visited, "all": own.households, "coverage": own.coverage, "n": own.missing}
        yield Blocker("sweep-coverage", text, told | {"names": "、".join(own.left)}, "二(一)", "village")


OFFICES = ("village", "township", "county")
COVERED = (Need("sweep_covered", N_("走访达到要求的覆盖率"), _covered),)
SWEEP = Definition(
    KIND,
    "sweep-1",
    N_("排查"),
    (State(*OPEN), State(*CLOSED)),
    (
        Move("close", N_("结束排查"), (OPEN[0],), CLOSED[0], COVERED, by=OFFICES),
        Move("close_short", N_("写明原因后结束"), (OPEN[0],), CLOSED[0], by=OFFICES),
        Move("reopen", N_("重新打开"), (CLOSED[0],), OPEN[0], by=OFFICES),
    ),
)
