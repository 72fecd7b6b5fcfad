"""Where members go to work, and what each says of it on the year's sheet (TZ12)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code
from engine.clock import office_day
from engine.db import Base
from engine.errors import BadInput, Problem
from engine.words import N_
from states.codes import codes
from states.households import Household
from states.kept import Kept, keep, member_of
from states.money import Money, is_money

MOST_PAY = Decimal(100000)
COUNTY = re.compile(r"\d{4}(?!00)\d{2}")
WITHOUT_COUNTIES = frozenset({"441900", "442000", "460400", "620200"})
"""Prefectures without counties: 东莞, 中山, 儋州, 嘉峪关."""


class WorkRecord(Kept, Base):
    """One spell of work of a member, as one source tells it: the household (`ours`), or one of the two systems.

    `place` is the county's six-digit code; `monthly_pay` is in yuan a month, `transport_subsidy` in yuan a year.
    """

    __tablename__ = "work_record"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    source: Mapped[str] = mapped_column(String(16))
    place: Mapped[str] = mapped_column(code(6))
    place_name: Mapped[str] = mapped_column(String(60), default="")
    began_on: Mapped[date]
    ended_on: Mapped[date | None]
    monthly_pay: Mapped[Decimal | None] = mapped_column(Money)
    employer: Mapped[str] = mapped_column(String(80), default="")
    industry: Mapped[str] = mapped_column(String(16), default="")
    channel: Mapped[str] = mapped_column(String(16), default="")
    point_to_point: Mapped[bool | None]
    transport_subsidy: Mapped[Decimal | None] = mapped_column(Money)

    __table_args__ = (Index("ix_work_record_member", "member_id", "source", "began_on"),)


class WorkSheet(Kept, Base):
    """What a member answered on the year's sheet: whether they work (是否务工) and the wage of the year in yuan."""

    __tablename__ = "work_sheet"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    year: Mapped[int]
    works: Mapped[bool]
    wage: Mapped[Decimal] = mapped_column(Money)

    __table_args__ = (Index("ix_work_sheet_member", "member_id", "year"),)


@dataclass(frozen=True, slots=True)
class Job:
    """A spell of work about to be recorded."""

    member_id: int
    place: str
    began_on: date
    ended_on: date | None = None
    place_name: str = ""
    monthly_pay: Decimal | None = None
    employer: str = ""
    industry: str = ""
    channel: str = ""
    point_to_point: bool | None = None
    transport_subsidy: Decimal | None = None
    source: str = "ours"


def record_work(
    session: Session,
    household: Household,
    job: Job,
    *,
    by: Actor,
    at: datetime,
    old: WorkRecord | None = None,
    reason: str = "",
) -> WorkRecord:
    """Record a spell of work, in the place of `old` if given; raises `BadInput` and `NotFound`."""
    member_of(session, household, job.member_id)
    if problems := list(problems_of(job, office_day(at), old)):
        raise BadInput(*problems)
    return keep(session, household, WorkRecord(**asdict(job)), "work", by=by, at=at, old=old, reason=reason)


def answer_sheet(
    session: Session,
    household: Household,
    member_id: int,
    year: int,
    works: bool,
    wage: Decimal,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> WorkSheet:
    """Record what a member answered; a second answer for the year supersedes the first and needs a reason."""
    member_of(session, household, member_id)
    if not is_money(wage, MOST_PAY * 12):
        raise BadInput(Problem("wage", N_("全年工资性收入要在0元到120万元之间，最多两位小数")))
    known = select(WorkSheet).where(WorkSheet.member_id == member_id, WorkSheet.year == year)
    old = session.scalar(known.where(WorkSheet.superseded.is_(False)))
    sheet = WorkSheet(member_id=member_id, year=year, works=works, wage=wage)
    return keep(session, household, sheet, "work-sheet", by=by, at=at, old=old, reason=reason)


def problems_of(job: Job, on: date, old: WorkRecord | None = None) -> Iterator[Problem]:
    """Everything that is wrong with a spell of work as written down on a day, beside its fields; `old` is replaced."""
    if not COUNTY.fullmatch(job.place) and job.place not in WITHOUT_COUNTIES:
        yield Problem("place", N_("务工地点要填到县，写6位县级行政区划代码"))
    if job.ended_on is not None and job.ended_on < job.began_on:
        yield Problem("ended_on", N_("结束时间不能早于开始时间"))
    if job.monthly_pay is not None and not is_money(job.monthly_pay, MOST_PAY):
        yield Problem("monthly_pay", N_("月收入要在0元到10万元之间，最多两位小数"))
    if job.transport_subsidy is not None and not is_money(job.transport_subsidy, MOST_PAY):
        yield Problem("transport_subsidy", N_("交通补助要在0元到10万元之间，最多两位小数"))
    for name, known in (("industry", "work_industry"), ("channel", "work_channel"), ("source", "work_source")):
        value = getattr(job, name)
        if value and value not in codes(known, on).labels and value != getattr(old, name, ""):
            yield Problem(name, N_("请从列表中选择"))
