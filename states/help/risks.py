"""The risks of a household: at most five open ones, in order of weight, each settled one day by help or by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Index, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.db import Base
from engine.errors import BadInput, Problem
from engine.words import N_
from states.help.kinds import DISASTERS, RISKS
from states.households import Household
from states.kept import Kept, keep, not_later, written

MOST = 5
WAYS = {"help": N_("帮扶消除"), "natural": N_("自然消除")}


class Risk(Kept, Base):
    """A risk of falling back; `number` names it within the household and stays when it is corrected or settled.

    `part` is the kind of disaster, `remark` what 其他 means; `settled_way` is help or natural.
    """

    __tablename__ = "help_risk"

    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    part: Mapped[str] = mapped_column(String(16), default="")
    remark: Mapped[str] = mapped_column(String(200), default="")
    found_on: Mapped[date]
    settled_on: Mapped[date | None]
    settled_way: Mapped[str] = mapped_column(String(8), default="")

    __table_args__ = (Index("ix_help_risk_household_number", "household_id", "number"),)

    @property
    def is_open(self) -> bool:
        """Whether the risk is still there."""
        return self.settled_on is None


@dataclass(frozen=True, slots=True)
class Danger:
    """A risk about to be named."""

    kind: str
    found_on: date
    part: str = ""
    remark: str = ""


def name_risk(
    session: Session,
    household: Household,
    danger: Danger,
    *,
    by: Actor,
    at: datetime,
    old: Risk | None = None,
    reason: str = "",
) -> Risk:
    """Name a risk, behind those already named, or correct `old`; raises `BadInput` and `NotFound`."""
    standing = risks_of(session, household.id)
    problems = not_later("found_on", danger.found_on, at)
    if danger.kind not in RISKS:
        problems.append(Problem("kind", N_("请选择返贫致贫风险")))
    if danger.kind == "other":
        problems += written("remark", danger.remark, N_("选“其他”的要写明是什么风险"), 200)
    if danger.kind == "disaster" and danger.part not in DISASTERS:
        problems.append(Problem("part", N_("因自然灾害的要选是哪一种灾害")))
    if danger.kind != "disaster" and danger.part:
        problems.append(Problem("part", N_("不是因自然灾害的不填灾害种类")))
    if old is None and sum(risk.is_open for risk in standing) >= MOST:
        problems.append(Problem("kind", N_("一户最多登记5项风险，请先核实已有的风险是否已经消除")))
    if any(one.is_open and one.kind == danger.kind and one.kind != "other" and one is not old for one in standing):
        problems.append(Problem("kind", N_("这一项风险已经登记过")))
    if problems:
        raise BadInput(*problems)
    number = old.number if old else _next(session, household.id)
    return keep(session, household, Risk(number=number, **asdict(danger)), "risk", by=by, at=at, old=old, reason=reason)


def settle_risk(
    session: Session, household: Household, risk: Risk, way: str, on: date, found: str, *, by: Actor, at: datetime
) -> Risk:
    """Note that a risk is gone, by help or by itself, since when, and what shows it; raises `BadInput`."""
    problems = [*not_later("settled_on", on, at), *written("found", found, N_("请写明风险消除的依据"))]
    if way not in WAYS:
        problems.append(Problem("way", N_("请选择消除方式")))
    if on < risk.found_on:
        problems.append(Problem("settled_on", N_("消除时间不能早于发现时间")))
    if not risk.is_open:
        problems.append(Problem("way", N_("这一项风险已经消除")))
    if problems:
        raise BadInput(*problems)
    after = Risk(
        number=risk.number,
        kind=risk.kind,
        part=risk.part,
        remark=risk.remark,
        found_on=risk.found_on,
        settled_on=on,
        settled_way=way,
    )
    return keep(session, household, after, "risk", by=by, at=at, old=risk, reason=found)


def risks_of(session: Session, household_id: int) -> Sequence[Risk]:
    """The risks of a household in their order, settled ones among them."""
    query = select(Risk).where(Risk.household_id == household_id, Risk.superseded.is_(False))
    return session.scalars(query.order_by(Risk.number)).all()


def _next(session: Session, household_id: int) -> int:
    return (session.scalar(select(func.max(Risk.number)).where(Risk.household_id == household_id)) or 0) + 1
