"""Help that goes to a whole village, and its effect: what lifted-out villages and others report for a year (HT10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, false, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code, within
from engine.clock import office_day
from engine.db import Base, Instant
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.help.kinds import edition
from states.money import Money, is_money
from states.regions import Region

MOST_HOUSEHOLDS, MOST_YUAN = 100_000, 1_000_000_000


class VillageMeasure(Base):
    """One measure of a village; what is corrected stays, marked superseded, with the reason in its successor."""

    __tablename__ = "village_measure"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    place: Mapped[str] = mapped_column(code(12), ForeignKey("region.code"))
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(String(24))
    title: Mapped[str] = mapped_column(String(120))
    carried_on: Mapped[date]
    households: Mapped[int]
    amount: Mapped[Decimal | None] = mapped_column(Money)
    effect: Mapped[str] = mapped_column(Text)
    replaces: Mapped[int | None] = mapped_column(ForeignKey("village_measure.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    superseded: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_village_measure_place_year", "place", "year"),)

    @property
    def kind_label(self) -> str:
        """The kind in the words of the edition that held when it was carried out."""
        known = edition(self.place, self.carried_on).kinds.get(self.kind)
        return known.label if known else self.kind


@dataclass(frozen=True, slots=True)
class Carried:
    """What was done for a village: the kind of help, what, when, for how many households, with what effect; yuan."""

    kind: str
    title: str
    carried_on: date
    households: int
    effect: str
    amount: Decimal | None = None


def record(
    session: Session, village: Region, told: Carried, by: Actor, at: datetime, *, old: int = 0, reason: str = ""
) -> VillageMeasure:
    """Record a measure of a village, or correct the one called `old`, which needs a reason.

    Raises `NotFound` outside the actor's area and `BadInput`.
    """
    if not by.covers(village.code):
        raise NotFound("region", village.code)
    before = find(session, old, by) if old else None
    if before is not None and before.place != village.code:
        raise NotFound("village-measure", old)
    if problems := _wrong(village, told, at, reason if before else None):
        raise BadInput(*problems)
    if before is not None:
        before.superseded = True
    one = VillageMeasure(
        place=village.code, year=told.carried_on.year, kind=told.kind, title=told.title.strip(),
        carried_on=told.carried_on, households=told.households, amount=told.amount, effect=told.effect.strip(),
        replaces=before.id if before else None, reason=reason.strip() if before else "",
        by=by.id, by_name=by.name, at=at,
    )  # fmt: skip
    session.add(one)
    session.flush()
    return one


def find(session: Session, number: int, by: Actor) -> VillageMeasure:
    """A measure that stands, held until the transaction ends; raises `NotFound`, also outside the actor's area."""
    query = select(VillageMeasure).where(VillageMeasure.id == number, VillageMeasure.superseded == false())
    one = session.scalar(query.with_for_update())
    if one is None or not by.covers(one.place):
        raise NotFound("village-measure", number)
    return one


def standing(session: Session, by: Actor, area: str, year: int) -> Sequence[VillageMeasure]:
    """The measures that stand for the villages of an area in a year, village by village, the newest first."""
    query = select(VillageMeasure).where(
        within(VillageMeasure.place, area),
        within(VillageMeasure.place, by.area[:12]),
        VillageMeasure.year == year,
        VillageMeasure.superseded == false(),
    )
    return session.scalars(query.order_by(VillageMeasure.place, VillageMeasure.carried_on.desc())).all()


def _wrong(village: Region, told: Carried, at: datetime, reason: str | None) -> list[Problem]:
    problems = []
    if village.level != "village":
        problems.append(Problem("", N_("村级措施按行政村登记")))
    if told.kind not in edition(village.code, told.carried_on).kinds:
        problems.append(Problem("kind", N_("请选择帮扶种类")))
    if not told.title.strip() or len(told.title.strip()) > 120:
        problems.append(Problem("title", N_("请写明做了什么，不超过120个字")))
    if told.carried_on > office_day(at):
        problems.append(Problem("carried_on", N_("日期不能晚于今天")))
    if not 0 <= told.households <= MOST_HOUSEHOLDS:
        problems.append(Problem("households", N_("请填写受益户数")))
    if told.amount is not None and not is_money(told.amount, MOST_YUAN):
        problems.append(Problem("amount", N_("金额要在0元到10亿元之间，最多两位小数")))
    if not 4 <= len(told.effect.strip()) <= 2000:
        problems.append(Problem("effect", N_("请写明成效，至少4个字")))
    if reason is not None and not reason.strip():
        problems.append(Problem("reason", N_("请写明更正的原因")))
    return problems
