"""House, schooling and doctor as they are lived (HT04): each fact rests on a visit of this household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.db import Base
from engine.errors import BadInput, Problem
from engine.evidence import Exhibit
from engine.words import N_
from states.help.verdicts import HOUSES, SCHOOL_AGES, TOPICS, Child, Fact, Verdict, verdicts
from states.households import Household
from states.kept import Kept, keep, member_of
from states.members import of_households


class SecurityFact(Kept, Base):
    """What a visit saw of one topic; for schooling one fact for each child.

    `holds` is the plain answer (lived in, at school, signed up with a doctor), `detail` the house's kind, and
    `help` what was really done: help for a child out of school, the doctor's service, which was on `served_on`.
    """

    __tablename__ = "security_fact"

    topic: Mapped[str] = mapped_column(String(8))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    seen_on: Mapped[date]
    detail: Mapped[str] = mapped_column(String(16), default="")
    holds: Mapped[bool]
    help: Mapped[str] = mapped_column(String(200), default="")
    served_on: Mapped[date | None]


@dataclass(frozen=True, slots=True)
class Seen:
    """A fact about to be recorded."""

    topic: str
    evidence_id: int
    holds: bool
    member_id: int | None = None
    detail: str = ""
    help: str = ""
    served_on: date | None = None


def record_seen(session: Session, household: Household, seen: Seen, *, by: Actor, at: datetime) -> SecurityFact:
    """Record what a visit saw, in the place of what was seen before; raises `BadInput` and `NotFound`."""
    visit = next((one for one in visits_of(session, household.case_id) if one.evidence_id == seen.evidence_id), None)
    problems = []
    if seen.topic not in TOPICS:
        problems.append(Problem("topic", N_("请选择核实的内容")))
    if visit is None:
        problems.append(Problem("evidence_id", N_("要以这一户的入户核查记录为依据")))
    if seen.topic == "house" and seen.detail not in HOUSES:
        problems.append(Problem("detail", N_("请选择住房来源")))
    if seen.topic == "school":
        member_of(session, household, seen.member_id or 0)
    if visit and seen.served_on and seen.served_on > visit.happened_on:
        problems.append(Problem("served_on", N_("服务时间不能晚于入户核查的时间")))
    if problems or visit is None:
        raise BadInput(*problems)
    member_id = seen.member_id if seen.topic == "school" else None
    known = seen_of(session, household.id)
    old = next((one for one in known if (one.topic, one.member_id) == (seen.topic, member_id)), None)
    row = SecurityFact(**{**asdict(seen), "member_id": member_id}, seen_on=visit.happened_on)
    reason = N_("再次入户核实") if old else ""
    return keep(session, household, row, "security", by=by, at=at, old=old, reason=reason)


def seen_of(session: Session, household_id: int) -> Sequence[SecurityFact]:
    """What stands of a household."""
    query = select(SecurityFact).where(SecurityFact.household_id == household_id)
    return session.scalars(query.where(SecurityFact.superseded.is_(False)).order_by(SecurityFact.id)).all()


def visits_of(session: Session, case_id: int) -> Sequence[Exhibit]:
    """The visits of a household that stand, newest first."""
    query = select(Exhibit).where(Exhibit.case_id == case_id, Exhibit.kind == "visit", Exhibit.superseded.is_(False))
    return session.scalars(query.order_by(Exhibit.happened_on.desc(), Exhibit.evidence_id.desc())).all()


def securities_of(session: Session, household: Household, on: date) -> list[Verdict]:
    """What counts as secured in a household on a day, and why not; two statements."""
    facts = [
        (Fact(one.topic, one.holds, one.detail, one.help, one.served_on), one.member_id)
        for one in seen_of(session, household.id)
    ]
    people = of_households(session, [household.id])[household.id]
    children = [Child(one.id, one.name) for one in people if one.age_on(on) in SCHOOL_AGES]
    return verdicts(facts, children, on)
