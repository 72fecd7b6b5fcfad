"""The monthly push of a department: that its warnings of a month are all there, be they many or none (BZ06)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, Index, Integer, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code, within
from engine.clock import office_day
from engine.db import Base, Instant
from engine.errors import BadInput, Problem
from engine.words import N_
from states.leads.report import Report

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Push(Base):
    """A department's word that its warnings of a month are handed in: how many there were; none is a zero report."""

    __tablename__ = "lead_push"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    department: Mapped[str] = mapped_column(String(60))
    area: Mapped[str] = mapped_column(code(14))
    period: Mapped[str] = mapped_column(String(7))
    count: Mapped[int]
    pushed_on: Mapped[date]
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_lead_push_area", "area", "period"),)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar: its name, and the days of it."""

    period: str
    first_on: date
    last_on: date


def month_of(day: date) -> Month:
    """The month in which a day lies."""
    after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return Month(f"{day:%Y-%m}", day.replace(day=1), date.fromordinal(after.toordinal() - 1))


def month_before(day: date) -> Month:
    """The month before the one in which a day lies."""
    return month_of(date.fromordinal(day.replace(day=1).toordinal() - 1))


def hand_in(session: Session, period: str, *, by: Actor, at: datetime) -> Push:
    """Say that the department's warnings of a month are all there; without any it is a zero report.

    Who finds more afterwards hands in again; both stay on record. Raises `BadInput`.
    """
    today = office_day(at)
    if not MONTH.fullmatch(period) or period > f"{today:%Y-%m}":
        raise BadInput(Problem("period", N_("请选择要报送的月份，还没有到的月份不能报送")))
    month = month_of(date.fromisoformat(f"{period}-01"))
    push = Push(department=by.department, area=by.area, period=period, count=told(session, by, month))
    push.pushed_on, push.by, push.by_name, push.at = today, by.id, by.name, at
    session.add(push)
    session.flush()
    return push


def told(session: Session, by: Actor, month: Month) -> int:
    """How many warnings the department pushed that speak of a month."""
    mine = Report.department == by.department, Report.office == by.area
    within_month = Report.received_on.between(month.first_on, month.last_on)
    return session.scalar(select(func.count()).where(*mine, within_month)) or 0


def pushes_of(session: Session, area: str, since: str, until: str) -> Sequence[Push]:
    """What the departments inside an area handed in for the months from one to another; one statement."""
    query = select(Push).where(within(Push.area, area), Push.period.between(since, until))
    return session.scalars(query.order_by(Push.id)).all()


def own(session: Session, by: Actor, limit: int = 24) -> Sequence[Push]:
    """What the actor's own department handed in, newest first."""
    query = select(Push).where(Push.department == by.department, Push.area == by.area)
    return session.scalars(query.order_by(Push.id.desc()).limit(limit)).all()
