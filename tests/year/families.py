"""Families change: members are born, marry in, die or move away; one person proposes it, another agrees."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.db import reading
from states.changes import deciding, natural, shown
from states.changes.change import Change
from states.changes.natural import Newcomer
from states.changes.proposing import Edit, propose
from states.households import Household
from states.members import Member
from tests.year.office import Office
from tests.year.people import Person

PER_MONTH = 1 / 800
"""Natural changes of a month to each household of the register."""


def tell(office: Office, person: Person) -> None:
    """The grid worker writes down what happened in a month in the village; a slip is a wrong telephone number."""
    village = person.actor.area
    share = office.county.households / len(office.county.village_names) * PER_MONTH
    n = int(share) + (office.random.random() < share % 1)
    with reading(office.db) as session:
        homes = _some(office, session, village, n)
    for number in homes:
        if office.random.random() < 0.5:
            office.do("member born", lambda session, one=number: _born(session, office, person.actor, one))
        else:
            office.do("member gone", lambda session, one=number: _gone(session, office, person.actor, one))
        if office.random.random() < 0.2:
            edit = Edit("household", number, "phone", "13999990000")
            office.do("field proposed", lambda session, one=edit: propose(
                session, [one], by=person.actor, at=office.now, source="visit"
            ))  # fmt: skip


def _some(office: Office, session: Session, village: str, n: int) -> list[int]:
    first, last = session.execute(
        select(func.min(Household.id), func.max(Household.id)).where(Household.village == village)
    ).one()
    return [office.random.randint(first, last) for _ in range(n)]


def _born(session: Session, office: Office, by: Actor, number: int) -> None:
    head = session.scalars(select(Member).where(Member.household_id == number, Member.is_head)).first()
    born = office.today - timedelta(days=office.random.randint(1, 20))
    child = Newcomer((head.name if head else "王")[0] + "小宝", "之子", "", "男", born.isoformat(), "汉族")
    natural.join(session, number, child, "born", born, by=by, at=office.now, source="visit")


def _gone(session: Session, office: Office, by: Actor, number: int) -> None:
    query = select(Member.id).where(Member.household_id == number, Member.left_on.is_(None), ~Member.is_head)
    others = session.scalars(query.order_by(Member.id)).all()
    if len(others) > 1:
        on = office.today - timedelta(days=office.random.randint(1, 20))
        natural.leave(session, others[-1], "died", on, by=by, at=office.now, source="visit")


def agree(office: Office, person: Person) -> None:
    """The village's clerk looks at what waits: one in ten is refused with a reason, the others enter the register."""
    with reading(office.db) as session:
        waiting = [line.change.id for line in shown.waiting(session, person.actor)[0]]
    refused = [one for one in waiting if office.random.random() < 0.1]
    for number in refused:
        office.do("change refused by the second person", lambda session, one=number: deciding.reject(
            session, office.book, session.get_one(Change, one), "与户口簿不符，请核对", by=person.actor, at=office.now
        ))  # fmt: skip

    def act(session: Session) -> None:
        ids = [one for one in waiting if one not in refused]
        outcome = deciding.verify_many(session, office.book, ids, by=person.actor, at=office.now)
        office.done["change agreed"] += len(outcome.moved)
        office.held("change agreed", outcome.held)

    if waiting:
        office.do("change agreed", act, 0)
