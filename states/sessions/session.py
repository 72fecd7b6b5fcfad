"""A training session of staff: planned, then held with its list of who came, or called off; a case (BZ13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, case, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.areas import code
from engine.db import Base, Instant
from engine.definition import Definition, Move, State
from engine.evidence import Exhibit
from engine.facts import Facts
from engine.guards import Blocker, Need
from engine.words import N_

KIND, SIGNED = "staff-session", "session_signed"
"""The kind of case, and the kind of evidence that the signed list is."""
PLANNED = "planned", N_("已安排")
HELD = "held", N_("已举办")
CALLED_OFF = "called_off", N_("已取消")
LABELS = dict((PLANNED, HELD, CALLED_OFF))
BASIS = "BZ13"


class StaffSession(Base):
    """A session at `place`, organised by the office of `area`; `hours` in whole hours, `contents` one line each.

    `assessment` is how it was found out what people learnt, `reason` why it was called off.
    """

    __tablename__ = "staff_session"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    area: Mapped[str] = mapped_column(code(14))
    place: Mapped[str] = mapped_column(code(14))
    title: Mapped[str] = mapped_column(String(80))
    way: Mapped[str] = mapped_column(String(32))
    way_title: Mapped[str] = mapped_column(String(60))
    contents: Mapped[str] = mapped_column(Text)
    trainer: Mapped[str] = mapped_column(String(120))
    began_on: Mapped[date]
    ended_on: Mapped[date]
    hours: Mapped[int]
    assessment: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    entered_by: Mapped[str] = mapped_column(String(64))
    entered_by_name: Mapped[str] = mapped_column(String(64))
    entered_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_staff_session_place", "place", "began_on"),)


class SessionVillage(Base):
    """A village in which the session was held in practice (二(五)3: 不少于2个村)."""

    __tablename__ = "staff_session_village"

    session_id: Mapped[int] = mapped_column(ForeignKey("staff_session.id"), primary_key=True)
    village: Mapped[str] = mapped_column(code(12), primary_key=True)


class Attendance(Base):
    """Somebody who was to come: by account or by name, with unit and post; whether they came, and how they did."""

    __tablename__ = "staff_attendance"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("staff_session.id"), index=True)
    username: Mapped[str] = mapped_column(String(32), default="")
    name: Mapped[str] = mapped_column(String(60))
    unit: Mapped[str] = mapped_column(String(80), default="")
    post: Mapped[str] = mapped_column(String(60), default="")
    came: Mapped[bool] = mapped_column(default=True)
    result: Mapped[str] = mapped_column(String(40), default="")


@dataclass(frozen=True, slots=True)
class Standing:
    """What guards read of a session: how many came, whether the signed list is there, and when it ends."""

    came: int
    signed: int
    ended_on: date


def standings(session: Session, case_ids: Sequence[int], _today: date) -> dict[int, Standing]:
    """The loader of what is particular to sessions; one statement."""
    came = select(func.coalesce(func.sum(case((Attendance.came, 1), else_=0)), 0))
    signed = select(func.count()).where(Exhibit.case_id == StaffSession.case_id, Exhibit.kind == SIGNED)
    query = select(
        StaffSession.case_id,
        came.where(Attendance.session_id == StaffSession.id).scalar_subquery(),
        signed.where(~Exhibit.superseded).scalar_subquery(),
        StaffSession.ended_on,
    )
    rows = session.execute(query.where(StaffSession.case_id.in_(list(case_ids))))
    return {row[0]: Standing(row[1], row[2], row[3]) for row in rows}


def _over(facts: Facts) -> Iterator[Blocker]:
    if facts.today < facts.subject.ended_on:
        text = N_("培训还没有结束，%(day)s以后再登记举办情况")
        yield Blocker("not-over", text, {"day": facts.subject.ended_on}, BASIS, "", facts.subject.ended_on)


def _somebody_came(facts: Facts) -> Iterator[Blocker]:
    if not facts.subject.came:
        yield Blocker("nobody-came", N_("还没有登记参训人员"), {}, BASIS, "township")


def _signed(facts: Facts) -> Iterator[Blocker]:
    if not facts.subject.signed:
        yield Blocker("no-signed-list", N_("还没有上传签到表"), {}, BASIS, "township")


OFFICES = ("township", "township_leader", "county", "city")
HOLDING = (
    Need("over", N_("培训已经结束"), _over),
    Need("somebody_came", N_("登记了参训人员"), _somebody_came),
    Need("signed", N_("上传了签到表"), _signed),
)
SESSION = Definition(
    KIND,
    "session-1",
    N_("业务培训"),
    (State(*PLANNED), State(*HELD, final=True), State(*CALLED_OFF, final=True)),
    (
        Move("hold", N_("登记已举办"), (PLANNED[0],), HELD[0], HOLDING, by=OFFICES),
        Move("call_off", N_("取消"), (PLANNED[0],), CALLED_OFF[0], by=OFFICES),
    ),
)
