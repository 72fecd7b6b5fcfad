"""雨露计划 students as we know them: studies, subsidies by term, and what became of them after school (TZ13)."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.clock import office_day
from engine.db import Base
from engine.errors import BadInput, Problem
from engine.words import N_
from states.codes import codes
from states.households import Household
from states.kept import Kept, keep, member_of, not_later, written
from states.money import Money, is_money

TERM = re.compile(r"20\d{2}(春|秋)")
AFTER_SCHOOL = ("employed", "further", "enlisted", "unemployed")


class Student(Kept, Base):
    """A member at a vocational school or college; `outcome` is what became of them, `studying` until then."""

    __tablename__ = "student"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    level: Mapped[str] = mapped_column(String(16))
    school: Mapped[str] = mapped_column(String(80))
    enrolled_on: Mapped[date]
    graduated_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(String(16), default="studying")
    employer: Mapped[str] = mapped_column(String(80), default="")


class StudySubsidy(Kept, Base):
    """The subsidy of one term (2023秋) as it was paid, in yuan."""

    __tablename__ = "study_subsidy"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    term: Mapped[str] = mapped_column(String(8))
    amount: Mapped[Decimal] = mapped_column(Money)
    paid_on: Mapped[date]


@dataclass(frozen=True, slots=True)
class Study:
    """A student's facts about to be recorded."""

    member_id: int
    level: str
    school: str
    enrolled_on: date
    graduated_on: date | None = None
    outcome: str = "studying"
    employer: str = ""


def enter(
    session: Session,
    household: Household,
    study: Study,
    *,
    by: Actor,
    at: datetime,
    old: Student | None = None,
    reason: str = "",
) -> Student:
    """Record a student, or with `old` what has changed since: graduation, employment, a correction.

    A member who is a student already cannot be entered a second time. Raises `BadInput` and `NotFound`.
    """
    member_of(session, household, study.member_id)
    problems = written("school", study.school, N_("请写明学校名称"), 80)
    day = office_day(at)
    if study.level not in codes("study_level", day).labels and study.level != (old and old.level):
        problems.append(Problem("level", N_("请从列表中选择")))
    if study.outcome not in codes("study_outcome", day).labels and study.outcome != (old and old.outcome):
        problems.append(Problem("outcome", N_("请从列表中选择")))
    elif study.outcome != "studying":
        problems += not_later("graduated_on", study.graduated_on, at)
    if study.graduated_on and study.graduated_on < study.enrolled_on:
        problems.append(Problem("graduated_on", N_("毕业时间不能早于入学时间")))
    if study.outcome == "employed" and not study.employer.strip():
        problems.append(Problem("employer", N_("已就业的要写明就业单位")))
    if old is None and of_member(session, study.member_id):
        problems.append(Problem("member_id", N_("这名学生已经登记过，请在原记录上更新")))
    if problems:
        raise BadInput(*problems)
    return keep(session, household, Student(**asdict(study)), "student", by=by, at=at, old=old, reason=reason)


def pay(
    session: Session,
    household: Household,
    member_id: int,
    term: str,
    amount: Decimal,
    paid_on: date,
    *,
    by: Actor,
    at: datetime,
) -> StudySubsidy:
    """Record that a term's subsidy was paid; one term is paid once. Raises `BadInput`."""
    member_of(session, household, member_id)
    problems = not_later("paid_on", paid_on, at)
    if not TERM.fullmatch(term):
        problems.append(Problem("term", N_("学期写成“2023秋”或“2024春”")))
    if not (is_money(amount, 20_000) and amount):
        problems.append(Problem("amount", N_("补助金额要大于0元、不超过2万元，最多两位小数")))
    if of_member(session, member_id) is None:
        problems.append(Problem("member_id", N_("还没有登记为雨露计划学生，请先补录学生信息")))
    paid = select(StudySubsidy.id).where(StudySubsidy.member_id == member_id, StudySubsidy.term == term)
    if session.scalar(paid.where(StudySubsidy.superseded.is_(False))) is not None:
        problems.append(Problem("term", N_("这个学期的补助已经登记过")))
    if problems:
        raise BadInput(*problems)
    row = StudySubsidy(member_id=member_id, term=term, amount=amount, paid_on=paid_on)
    return keep(session, household, row, "study-subsidy", by=by, at=at)


def of_member(session: Session, member_id: int) -> Student | None:
    """The standing record of a student."""
    query = select(Student).where(Student.member_id == member_id, Student.superseded.is_(False))
    return session.scalars(query).first()
