"""The help that was planned for a household: each measure answers one of its risks (XZ07 一户一策)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Index, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.db import Base
from engine.errors import BadInput, Problem
from engine.words import N_
from states.help.kinds import edition
from states.help.risks import Risk, risks_of
from states.households import Household
from states.kept import Kept, keep, not_later, written


class Measure(Kept, Base):
    """A measure as planned; `number` names it within the household and stays when the plan is changed.

    `risk_number` is the risk that it answers, 0 for none; `ended_on` is when it stopped, and `reason` then says why.
    """

    __tablename__ = "help_measure"

    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    risk_number: Mapped[int] = mapped_column(default=0)
    plan: Mapped[str] = mapped_column(Text)
    begins_on: Mapped[date]
    due_on: Mapped[date]
    person: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(40), default="")
    ended_on: Mapped[date | None]

    __table_args__ = (Index("ix_help_measure_household_number", "household_id", "number"),)

    @property
    def is_running(self) -> bool:
        """Whether the measure goes on."""
        return self.ended_on is None


@dataclass(frozen=True, slots=True)
class Plan:
    """A measure about to be planned: what, against which risk, from when, due when, and who is in charge."""

    kind: str
    plan: str
    begins_on: date
    due_on: date
    person: str
    risk_number: int = 0
    phone: str = ""


def plan_measure(
    session: Session,
    household: Household,
    plan: Plan,
    *,
    by: Actor,
    at: datetime,
    old: Measure | None = None,
    reason: str = "",
) -> Measure:
    """Plan a measure, or change the plan of `old`; raises `BadInput` and `NotFound`.

    A measure without a risk is taken, as departments do help so, but it is shown among what is missing.
    """
    problems = [
        *written("plan", plan.plan, N_("请写明帮扶内容")),
        *written("person", plan.person, N_("请写明责任人"), 60),
    ]
    if plan.kind not in edition(household.group_code, plan.begins_on).kinds:
        problems.append(Problem("kind", N_("请选择帮扶措施的种类")))
    if plan.due_on < plan.begins_on:
        problems.append(Problem("due_on", N_("完成时间不能早于开始时间")))
    open_risks = {risk.number for risk in risks_of(session, household.id) if risk.is_open}
    if plan.risk_number and plan.risk_number not in open_risks and not (old and old.risk_number == plan.risk_number):
        problems.append(Problem("risk_number", N_("请选择这一户尚未消除的风险")))
    if problems:
        raise BadInput(*problems)
    number = old.number if old else _next(session, household.id)
    row = Measure(number=number, **asdict(plan))
    return keep(session, household, row, "measure", by=by, at=at, old=old, reason=reason)


def end_measure(
    session: Session, household: Household, measure: Measure, on: date, why: str, *, by: Actor, at: datetime
) -> Measure:
    """Note that a measure stopped, when and why; raises `BadInput`."""
    problems = [*not_later("ended_on", on, at), *written("why", why, N_("请写明停止帮扶的原因"))]
    if on < measure.begins_on:
        problems.append(Problem("ended_on", N_("停止时间不能早于开始时间")))
    if not measure.is_running:
        problems.append(Problem("ended_on", N_("这一项措施已经停止")))
    if problems:
        raise BadInput(*problems)
    names = ("number", "kind", "risk_number", "plan", "begins_on", "due_on", "person", "phone")
    after = Measure(**{name: getattr(measure, name) for name in names}, ended_on=on)
    return keep(session, household, after, "measure", by=by, at=at, old=measure, reason=why)


def measures_of(session: Session, household_id: int) -> Sequence[Measure]:
    """The measures of a household in their order, those that stopped among them."""
    query = select(Measure).where(Measure.household_id == household_id, Measure.superseded.is_(False))
    return session.scalars(query.order_by(Measure.number)).all()


def risk_unanswered(risks: Sequence[Risk], measures: Sequence[Measure]) -> list[Risk]:
    """The open risks that no running measure answers."""
    answered = {measure.risk_number for measure in measures if measure.is_running}
    return [risk for risk in risks if risk.is_open and risk.number not in answered]


def _next(session: Session, household_id: int) -> int:
    return (session.scalar(select(func.max(Measure.number)).where(Measure.household_id == household_id)) or 0) + 1
