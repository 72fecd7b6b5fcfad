"""A lead: all that warns of one household, a case with a lifecycle of its own (BZ07, XZ01)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.areas import code
from engine.cases import Case
from engine.db import Base
from engine.definition import Definition, Move, State
from engine.facts import Facts
from engine.guards import Blocker, Need
from engine.words import N_
from states.households import Household
from states.leads.channels import ANSWERED
from states.leads.report import Report
from states.lifecycle import MONITORED, RE_FLAGGED

KIND = "lead"
RECEIVED = "received", N_("待分析")
ANALYSED = "analysed", N_("待确认")
CONFIRMED = "confirmed", N_("已确认")
CLOSED = "closed", N_("已了结")
MERGED = "merged", N_("已并入")
OPEN = (RECEIVED[0], ANALYSED[0])
LABELS = dict((RECEIVED, ANALYSED, CONFIRMED, CLOSED))
"""The states in which a lead of its own stands; one that was merged is seen in the lead that it went into."""
REASONS = {
    "no-risk": N_("核查后没有返贫致贫风险"),
    "settled": N_("困难已经解决"),
    "monitored": N_("已是监测对象，并入原帮扶方案"),
    "under-way": N_("已有程序在办，并入办理"),
    "not-found": N_("查无此户或已迁出"),
    "untrue": N_("反映的情况不属实"),
    "other": N_("其他"),
}
"""Why a lead is closed without a procedure, by code."""


class Lead(Base):
    """What warns of a household; `name` is whom it names, `household_id` the household once it is known.

    `source` and `received_on` are those of the report that opened it and of the earliest one. `holder` is the account
    that has to go there, by `visit_by`. `analysis` is what the village found, `visitors` who went, `reason` why it was
    closed (`because` its code), `told` how the household learnt of it. `run_id` is the procedure that the confirmation
    began, `merged_into` the lead that goes on in its place.
    """

    __tablename__ = "lead"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    area: Mapped[str] = mapped_column(code(14))
    name: Mapped[str] = mapped_column(code(60))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    source: Mapped[str] = mapped_column(String(16))
    received_on: Mapped[date]
    holder: Mapped[str] = mapped_column(String(64), default="", index=True)
    visit_by: Mapped[date | None]
    analysis: Mapped[str] = mapped_column(Text, default="")
    visited_on: Mapped[date | None]
    visitors: Mapped[str] = mapped_column(Text, default="")
    analysed_by: Mapped[str] = mapped_column(String(64), default="")
    analysed_on: Mapped[date | None]
    because: Mapped[str] = mapped_column(String(16), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    told: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date | None]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("lead.id"), index=True)

    __table_args__ = (Index("ix_lead_area", "area", "id"),)


@dataclass(frozen=True, slots=True)
class Standing:
    """What guards read of a lead: who analysed it, whether the household is registered and in which state, who waits.

    `unanswered` counts the reports whose channel owes an answer that was not given yet.
    """

    analysed_by: str
    state: str | None
    under_way: bool
    unanswered: int = 0


def standings(session: Session, case_ids: Sequence[int], _today: date) -> dict[int, Standing]:
    """The loader of what is particular to leads; one statement."""
    owed = Report.source.in_(ANSWERED), Report.answered_on.is_(None)
    waiting = select(func.count()).where(Report.lead_id == Lead.id, *owed).correlate(Lead).scalar_subquery()
    own = (
        select(Lead.case_id, Lead.analysed_by, Case.state, Case.run_id, waiting)
        .outerjoin(Household, Household.id == Lead.household_id)
        .outerjoin(Case, Case.id == Household.case_id)
        .where(Lead.case_id.in_(list(case_ids)))
    )
    return {row[0]: Standing(row[1], row[2], row[3] is not None, row[4]) for row in session.execute(own)}


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


def _answered(facts: Facts) -> Iterator[Blocker]:
    if facts.subject.unanswered:
        text = N_("还有%(n)s次反映没有答复反映人，答复以后才能了结")
        yield Blocker("lead-unanswered", text, {"n": facts.subject.unanswered}, "抓重点", "township")


FIELD, OFFICE, CONFIRMERS = ("village", "grid", "township"), ("township", "township_leader"), ("township",)
CONFIRMING = (
    Need("registered", N_("已登记到户"), _registered),
    Need("not_the_analyst", N_("分析人与确认人不是同一人"), _not_the_analyst),
    Need("to_be_taken_in", N_("还不是监测对象，也没有正在办理的程序"), _to_be_taken_in),
)
ANSWERS = (Need("answered", N_("反映人已经得到答复"), _answered),)
LEAD = Definition(
    KIND,
    "lead-2",
    N_("线索"),
    (
        State(*RECEIVED),
        State(*ANALYSED),
        State(*CONFIRMED, final=True),
        State(*CLOSED, final=True),
        State(*MERGED, final=True),
    ),
    (
        Move("analyse", N_("分析研判"), (RECEIVED[0],), ANALYSED[0], by=FIELD),
        Move("confirm", N_("审核确认"), (ANALYSED[0],), CONFIRMED[0], CONFIRMING, by=CONFIRMERS),
        Move("close", N_("了结"), (ANALYSED[0],), CLOSED[0], ANSWERS, by=OFFICE),
        Move("merge", N_("并入"), OPEN, MERGED[0], by=(*FIELD, "township_leader")),
    ),
)
BEFORE = replace(LEAD, digest="lead-1")
"""What was begun under the first wording goes on by the moves of this one."""
