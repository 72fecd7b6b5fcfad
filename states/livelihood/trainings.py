"""Skills training that members went through (TZ14)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import within
from engine.db import Base
from engine.errors import BadInput, Problem
from engine.words import N_
from states.households import Household
from states.kept import Kept, keep, member_of, not_later, written
from states.members import Member

YOUNGEST = 16
PAGE = 50


class TrainingRecord(Kept, Base):
    """A course that a member finished: its subject, who held it, from when to when, class hours, the certificate."""

    __tablename__ = "training_record"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    subject: Mapped[str] = mapped_column(String(80))
    organiser: Mapped[str] = mapped_column(String(80))
    began_on: Mapped[date]
    ended_on: Mapped[date]
    hours: Mapped[int]
    certificate: Mapped[str] = mapped_column(String(80), default="")


@dataclass(frozen=True, slots=True)
class Training:
    """A course about to be recorded; `hours` are class hours."""

    member_id: int
    subject: str
    organiser: str
    began_on: date
    ended_on: date
    hours: int
    certificate: str = ""


def record_training(
    session: Session,
    household: Household,
    training: Training,
    *,
    by: Actor,
    at: datetime,
    old: TrainingRecord | None = None,
    reason: str = "",
) -> TrainingRecord:
    """Record a course that is over, in the place of `old` if given; raises `BadInput` and `NotFound`."""
    member = member_of(session, household, training.member_id)
    if problems := problems_of(training, member, at):
        raise BadInput(*problems)
    row = TrainingRecord(**asdict(training))
    return keep(session, household, row, "training", by=by, at=at, old=old, reason=reason)


def problems_of(training: Training, member: Member, at: datetime) -> list[Problem]:
    """Everything that is wrong with a course of a member, beside its fields."""
    problems = [
        *written("subject", training.subject, N_("请写明培训内容"), 80),
        *written("organiser", training.organiser, N_("请写明组织培训的单位"), 80),
        *not_later("ended_on", training.ended_on, at),
    ]
    if training.ended_on < training.began_on:
        problems.append(Problem("ended_on", N_("结束时间不能早于开始时间")))
    if not 0 < training.hours <= 2000:
        problems.append(Problem("hours", N_("学时要在1到2000之间")))
    age = member.age_on(training.began_on)
    if age is not None and age < YOUNGEST:
        problems.append(Problem("member_id", N_("参加培训时不满16周岁，请核对")))
    return problems


def listed(
    session: Session, by: Actor, year: int, before: int = 0
) -> tuple[list[tuple[TrainingRecord, str, int]], int]:
    """A page of the courses that ended in a year, newest first: (record, name, case), and the id to go on from."""
    query = (
        select(TrainingRecord, Member.name, Household.case_id)
        .join(Member, Member.id == TrainingRecord.member_id)
        .join(Household, Household.id == Member.household_id)
        .where(within(Household.group_code, by.area), TrainingRecord.superseded.is_(False))
        .where(TrainingRecord.ended_on.between(date(year, 1, 1), date(year, 12, 31)))
    )
    if before:
        query = query.where(TrainingRecord.id < before)
    rows = session.execute(query.order_by(TrainingRecord.id.desc()).limit(PAGE + 1)).all()
    return [(row[0], row[1], row[2]) for row in rows[:PAGE]], rows[PAGE - 1][0].id if len(rows) > PAGE else 0
