"""Who has to go there: a lead is given to a person of the village or grid with a day, and passed on with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import ledger
from engine.actors import Actor
from engine.areas import within
from engine.cases import hold
from engine.clock import office_day
from engine.db import Base, Instant
from engine.errors import BadInput, NotFound, Problem
from engine.guards import Blocker
from engine.words import N_
from states.leads.lead import FIELD, OPEN, Lead
from states.users import User, actor

LONGEST = 200


class Assignment(Base):
    """One time that a lead was given to somebody: to whom, by which day, by whom and why."""

    __tablename__ = "lead_assignment"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    username: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    visit_by: Mapped[date]
    reason: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


def assign_many(
    session: Session, leads: Sequence[Lead], username: str, visit_by: date, reason: str = "", *, by: Actor, at: datetime
) -> dict[int, tuple[Blocker, ...]]:
    """Give leads to one person who is to visit by a day; answer who was held and every reason, by the lead's id.

    Whoever has to pass on what somebody else holds says why: ill, replaced, moved. Raises `BadInput` for a day that is
    over or a reason that is too long, and `NotFound` for an account outside the area.
    """
    person = _person(session, username, by)
    problems = [] if visit_by >= office_day(at) else [Problem("visit_by", N_("入户期限要在今天或今天以后"))]
    if len(reason.strip()) > LONGEST:
        problems.append(Problem("reason", N_("文字太长")))
    if problems:
        raise BadInput(*problems)
    cases = {case.id: case for case in hold(session, [lead.case_id for lead in leads])}
    held, lines = dict[int, tuple[Blocker, ...]](), []
    for lead in leads:
        if against := _against(lead, cases[lead.case_id].state, person, reason):
            held[lead.id] = against
            continue
        row = Assignment(lead_id=lead.id, username=person.username, name=person.name, visit_by=visit_by)
        row.reason, row.by, row.by_name, row.at = reason.strip(), by.id, by.name, at
        session.add(row)
        lead.holder, lead.visit_by = person.username, visit_by
        told = {"to": person.username, "visit_by": visit_by.isoformat()}
        lines.append((cases[lead.case_id], "assigned", told))
    session.flush()
    ledger.append_many(session, lines, by, at)
    return held


def people(session: Session, by: Actor) -> list[User]:
    """The accounts of the area to which leads may be given, by village."""
    query = select(User).where(within(User.area, by.area), User.role.in_(FIELD), User.active)
    return list(session.scalars(query.order_by(User.area, User.role, User.username)))


def history(session: Session, lead: Lead) -> Sequence[Assignment]:
    """To whom it was given, the first time first."""
    return session.scalars(select(Assignment).where(Assignment.lead_id == lead.id).order_by(Assignment.id)).all()


def _person(session: Session, username: str, by: Actor) -> User:
    person = session.scalar(select(User).where(User.username == username.strip().lower(), within(User.area, by.area)))
    if person is None:
        raise NotFound("user", username)
    return person


def _against(lead: Lead, state: str, person: User, reason: str) -> tuple[Blocker, ...]:
    found = []
    if state != OPEN[0]:
        found.append(Blocker("lead-visited", N_("线索已经分析研判或办结，不用再派人入户"), {}, "", "township"))
    if not person.active:
        found.append(Blocker("account-closed", N_("这个账号已经停用，请换一个人"), {}, "", "township"))
    if person.role not in FIELD or not actor(person).covers(lead.area):
        found.append(Blocker("not-of-the-place", N_("这个人不管线索所在的村，请换一个人"), {}, "", "township"))
    if lead.holder and lead.holder != person.username and len(reason.strip()) < 2:
        found.append(
            Blocker("handover-reason", N_("线索已经派给别人，改派要写明原因，如生病、调离"), {}, "", "township")
        )
    return tuple(found)
