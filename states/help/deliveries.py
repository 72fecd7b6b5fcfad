"""Help that was really given: under a measure of the plan, or outside of it by a department (体外循环)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.db import Base
from engine.errors import BadInput, Problem
from engine.words import N_
from states.help.kinds import edition
from states.help.measures import Measure, measures_of
from states.households import Household
from states.kept import Kept, keep, not_later, written
from states.money import Money, is_money

SOURCES = {"ours": N_("村组登记"), "department": N_("部门名单")}


class Delivery(Kept, Base):
    """One piece of help that arrived: what, when, from whom, in yuan where it has a price.

    `measure_number` is the measure it belongs to, 0 for help that no plan of the household knows.
    """

    __tablename__ = "help_delivery"

    measure_number: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(16))
    delivered_on: Mapped[date]
    content: Mapped[str] = mapped_column(String(200))
    provider: Mapped[str] = mapped_column(String(80), default="")
    amount: Mapped[Decimal | None] = mapped_column(Money)
    source: Mapped[str] = mapped_column(String(16), default="ours")

    __table_args__ = (
        Index("ix_help_delivery_household_measure", "household_id", "measure_number"),
        Index("ix_help_delivery_on", "delivered_on"),
    )


@dataclass(frozen=True, slots=True)
class Given:
    """Help about to be recorded as delivered."""

    measure_number: int
    delivered_on: date
    content: str
    provider: str = ""
    amount: Decimal | None = None


def deliver(
    session: Session,
    household: Household,
    given: Given,
    *,
    by: Actor,
    at: datetime,
    old: Delivery | None = None,
    reason: str = "",
) -> Delivery:
    """Record help under a measure of the household; raises `BadInput` and `NotFound`."""
    measures = {measure.number: measure for measure in measures_of(session, household.id)}
    measure = measures.get(given.measure_number)
    problems = [
        *not_later("delivered_on", given.delivered_on, at),
        *written("content", given.content, N_("请写明落实了什么"), 200),
        *amount_problems(given.amount),
    ]
    if measure is None:
        problems.append(Problem("measure_number", N_("请选择这一户的帮扶措施")))
    elif given.delivered_on < measure.begins_on:
        problems.append(Problem("delivered_on", N_("落实时间不能早于措施开始时间")))
    if problems or measure is None:
        raise BadInput(*problems)
    row = Delivery(kind=measure.kind, source=old.source if old else "ours", **asdict(given))
    return keep(session, household, row, "delivery", by=by, at=at, old=old, reason=reason)


def adopt(
    session: Session,
    household: Household,
    delivery: Delivery,
    measure: Measure,
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> Delivery:
    """Bring help from outside under a measure of the household; raises `BadInput`."""
    if delivery.measure_number or measure.kind != delivery.kind or measure.household_id != household.id:
        raise BadInput(Problem("measure_number", N_("请选择这一户同一种类的帮扶措施")))
    names = ("kind", "delivered_on", "content", "provider", "amount", "source")
    row = Delivery(measure_number=measure.number, **{name: getattr(delivery, name) for name in names})
    return keep(session, household, row, "delivery", by=by, at=at, old=delivery, reason=reason)


def deliveries_of(session: Session, household_id: int) -> Sequence[Delivery]:
    """All help that reached a household, newest first."""
    query = select(Delivery).where(Delivery.household_id == household_id, Delivery.superseded.is_(False))
    return session.scalars(query.order_by(Delivery.delivered_on.desc(), Delivery.id.desc())).all()


def amount_problems(amount: Decimal | None) -> list[Problem]:
    """What is wrong with the price of help."""
    if amount is not None and not is_money(amount, 10_000_000):
        return [Problem("amount", N_("金额要在0元到1000万元之间，最多两位小数"))]
    return []


def kind_label(area: str, on: date, kind: str) -> str:
    """The name of a kind of help in the edition of a place and day."""
    known = edition(area, on).kinds.get(kind)
    return known.label if known else kind
