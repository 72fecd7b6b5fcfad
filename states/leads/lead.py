"""A lead: a warning about one household, a case with a lifecycle of its own (BZ07)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.areas import code
from engine.cases import Case
from engine.db import Base, Instant
from engine.definition import Definition, Move, State
from engine.facts import Facts
from engine.guards import Blocker, Need
from engine.words import N_
from states.households import Household
from states.lifecycle import MONITORED, RE_FLAGGED

KIND = "lead"
RECEIVED = "received", N_("待分析")
ANALYSED = "analysed", N_("待确认")
CONFIRMED = "confirmed", N_("已确认")
CLOSED = "closed", N_("已了结")
OPEN = (RECEIVED[0], ANALYSED[0])
LABELS = dict((RECEIVED, ANALYSED, CONFIRMED, CLOSED))

SOURCES = {
    "department": N_("部门推送"),
    "self": N_("农户自主申报"),
    "app": N_("手机APP"),
    "platform": N_("政府救助平台"),
    "sweep": N_("干部排查"),
    "petition": N_("信访、媒体和网络"),
    "low-income": N_("低保申请"),
}


class Lead(Base):
    """What warns of a household; `name` is whom it names, `household_id` the household once it is known.

    `analysis` is what the village found, `reason` why it was closed, `told` how the household learnt of it.
    `run_id` is the procedure that the confirmation began.
    """

    __tablename__ = "lead"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    area: Mapped[str] = mapped_column(code(14))
    name: Mapped[str] = mapped_column(code(60))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    source: Mapped[str] = mapped_column(String(16))
    received_on: Mapped[date]
    analysis: Mapped[str] = mapped_column(Text, default="")
    visited_on: Mapped[date | None]
    analysed_by: Mapped[str] = mapped_column(String(64), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    told: Mapped[str] = mapped_column(Text, default="")
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))

    __table_args__ = (Index("ix_lead_area", "area", "id"),)


class Report(Base):
    """One time that somebody reported it: on which day, and what was said. The first one opened the lead."""

    __tablename__ = "lead_report"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    received_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Standing:
    """What guards read of a lead: who analysed it, and whether the household is in the register and in which state."""

    analysed_by: str
    state: str | None
    under_way: bool


def standings(session: Session, case_ids: Sequence[int], _today: date) -> dict[int, Standing]:
    """The loader of what is particular to leads; one statement."""
    own = (
        select(Lead.case_id, Lead.analysed_by, Case.state, Case.run_id)
        .outerjoin(Household, Household.id == Lead.household_id)
        .outerjoin(Case, Case.id == Household.case_id)
        .where(Lead.case_id.in_(list(case_ids)))
    )
    return {row[0]: Standing(row[1], row[2], row[3] is not None) for row in session.execute(own)}


def _registered(facts: Facts) -> Iterator[Blocker]:
    if facts.subject.state is None:
        text = N_("这一户还没有登记，请先登记农户，再把线索对到户")
        yield Blocker("not-registered", text, {}, "", "village")


def _not_the_analyst(facts: Facts) -> Iterator[Blocker]:
    if facts.subject.analysed_by == facts.actor.id:
        yield Blocker("same-person", N_("线索是您分析的，要由另一个人确认"), {}, "", "township")


def _to_be_taken_in(facts: Facts) -> Iterator[Blocker]:
    if facts.subject.under_way:
        yield Blocker("run-under-way", N_("这一户还有一个程序正在办理，线索请了结并写明并入办理"), {}, "", "township")
    if facts.subject.state in (MONITORED, RE_FLAGGED):
        yield Blocker("monitored-already", N_("这一户已是监测对象，线索请了结并写明并入原帮扶方案"), {}, "", "township")


FIELD, OFFICE, CONFIRMERS = ("village", "grid", "township"), ("township", "township_leader"), ("township",)
CONFIRMING = (
    Need("registered", N_("已登记到户"), _registered),
    Need("not_the_analyst", N_("分析人与确认人不是同一人"), _not_the_analyst),
    Need("to_be_taken_in", N_("还不是监测对象，也没有正在办理的程序"), _to_be_taken_in),
)
LEAD = Definition(
    KIND,
    "lead-1",
    N_("线索"),
    (State(*RECEIVED), State(*ANALYSED), State(*CONFIRMED, final=True), State(*CLOSED, final=True)),
    (
        Move("analyse", N_("分析研判"), (RECEIVED[0],), ANALYSED[0], by=FIELD),
        Move("confirm", N_("审核确认"), (ANALYSED[0],), CONFIRMED[0], CONFIRMING, by=CONFIRMERS),
        Move("close", N_("了结"), (ANALYSED[0],), CLOSED[0], by=OFFICE),
    ),
)
