"""How a general household in trouble lives: income, guarantees and its main difficulty, dated, with history (XZ10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text, false, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import ledger
from engine.actors import Actor
from engine.cases import hold
from engine.clock import office_day
from engine.db import Base, Instant
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.words import N_
from states.households import Household
from states.money import is_money

GUARANTEES = {
    "food": N_("吃不愁"),
    "clothing": N_("穿不愁"),
    "education": N_("义务教育有保障"),
    "medical": N_("基本医疗有保障"),
    "housing": N_("住房安全有保障"),
    "water": N_("饮水安全有保障"),
}
"""Two worries less, three guarantees, and water."""

DIFFICULTIES = {
    "illness": N_("因病"),
    "disability": N_("因残"),
    "schooling": N_("因学"),
    "disaster": N_("因灾"),
    "accident": N_("因意外事故"),
    "labour": N_("缺劳动力"),
    "income": N_("收入大幅缩减"),
    "other": N_("其他困难"),
}
HIGHEST = Decimal(1_000_000)


class Situation(Base):
    """One record of how a household lives, as of a day. `lacking` names the guarantees not met, joined by commas.

    `income` is what each person of the household has in a year, in fen. The record not superseded stands.
    """

    __tablename__ = "situation"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    as_of_on: Mapped[date] = mapped_column(Date)
    income: Mapped[int]
    lacking: Mapped[str] = mapped_column(String(120), default="")
    difficulty: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    superseded: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (
        Index(
            "uq_situation_present",
            "household_id",
            unique=True,
            sqlite_where=text("NOT superseded"),
            postgresql_where=text("NOT superseded"),
        ),
    )

    @property
    def income_per_head(self) -> Decimal:
        """Yuan per person and year."""
        return Decimal(self.income).scaleb(-2)

    @property
    def lacks(self) -> list[str]:
        """The guarantees that are not met, in words."""
        return [GUARANTEES[one] for one in self.lacking.split(",") if one]


@dataclass(frozen=True, slots=True)
class Told:
    """What was found at the household: yuan per head and year, the guarantees that are met, the main difficulty."""

    as_of_on: date
    income_per_head: Decimal
    met: frozenset[str]
    difficulty: str
    note: str = ""
    reason: str = ""


def record(session: Session, household: Household, told: Told, by: Actor, at: datetime) -> Situation:
    """Record how a general household lives; a record of the same day is corrected only with a reason.

    Raises `NotFound`, `BadInput`, and `Refused` for a household of another kind.
    """
    if not by.covers(household.group_code):
        raise NotFound("household", household.id)
    if household.kind != "general":
        said = N_("这里只登记一般农户；脱贫户和监测户的收入和保障在信息采集表里登记")
        raise Refused("situation", [Blocker("not-general", said)])
    [case] = hold(session, [household.case_id])
    last = present(session, household.id)
    if problems := _wrong(told, last, at):
        raise BadInput(*problems)
    if last is not None:
        last.superseded = True
        session.flush()
    one = Situation(
        household_id=household.id, as_of_on=told.as_of_on, income=int(told.income_per_head * 100),
        lacking=",".join(name for name in GUARANTEES if name not in told.met), difficulty=told.difficulty,
        note=told.note.strip(), reason=told.reason.strip(), by=by.id, by_name=by.name, at=at,
    )  # fmt: skip
    session.add(one)
    session.flush()
    ledger.append_many(session, [(case, "situation", {"situation": one.id, "as_of_on": one.as_of_on})], by, at)
    return one


def present(session: Session, household_id: int) -> Situation | None:
    """The record that stands."""
    query = select(Situation).where(Situation.household_id == household_id, Situation.superseded == false())
    return session.scalars(query).one_or_none()


def history(session: Session, household_id: int) -> Sequence[Situation]:
    """Every record of a household, newest first."""
    query = select(Situation).where(Situation.household_id == household_id).order_by(Situation.id.desc())
    return session.scalars(query).all()


def _wrong(told: Told, last: Situation | None, at: datetime) -> list[Problem]:
    problems = []
    if told.as_of_on > office_day(at):
        problems.append(Problem("as_of_on", N_("日期不能晚于今天")))
    elif last is not None and told.as_of_on < last.as_of_on:
        problems.append(Problem("as_of_on", N_("日期不能早于上一次登记的日期")))
    elif last is not None and told.as_of_on == last.as_of_on and not told.reason.strip():
        problems.append(Problem("reason", N_("同一天已有登记，请写明更正的原因")))
    if not is_money(told.income_per_head, HIGHEST):
        problems.append(Problem("income_per_head", N_("请填写0至1000000元的人均收入，最多两位小数")))
    if told.difficulty not in DIFFICULTIES:
        problems.append(Problem("difficulty", N_("请选择主要困难")))
    if not told.met <= set(GUARANTEES):
        problems.append(Problem("met", N_("没有这项保障")))
    if len(told.note.strip()) > 1000:
        problems.append(Problem("note", N_("文字太长")))
    return problems
