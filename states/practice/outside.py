"""What departments and other systems do in the made-up township: a quarter's ledgers, and a system that fetches."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.book import Book
from engine.clock import office_day
from states.feed import managing
from states.help.quarters import quarter_of
from states.members import Member
from states.policy_ledgers import marking
from states.policy_ledgers.desk import lines
from states.policy_ledgers.drafts import Draft
from states.policy_ledgers.pushing import Push, push
from states.practice.staff import ADMIN, answering, clerk_of
from states.samples import TOWNSHIP

SOME = 5


def outside(session: Session, book: Book, at: datetime) -> None:
    """Two departments have pushed ledgers, a third that nothing changed; the first line is marked; a system fetches."""
    people = list(session.scalars(select(Member).where(Member.left_on.is_(None)).order_by(Member.id).limit(SOME)))
    quarter, on = quarter_of(office_day(at)), office_day(at) - timedelta(days=6)
    if not people:
        return
    known = [Draft(one.name, one.id_no, "", "低保由B档调为A档", on, Decimal(420)) for one in people]
    stranger = Draft("木有才", "", people[0].village, "新纳入低保", on, Decimal(380))
    push(session, book, Push(quarter, "低保标准调整", [*known, stranger]), by=answering("civil-affairs"), at=at)
    pupils = [Draft(one.name, one.id_no, "", "发放雨露计划补助", on, Decimal(1500)) for one in people[:2]]
    push(session, book, Push(quarter, "雨露计划补助", pupils), by=answering("education"), at=at)
    push(session, book, Push(quarter), by=answering("police"), at=at)
    clerk = clerk_of(people[0].village)
    first = lines(session, clerk)[0][0].line.id
    marking.mark(session, first, adopted=True, note="", visited_on=office_day(at), by=clerk, at=at)
    managing.add(session, "县级防返贫平台", "", TOWNSHIP[:6], by=ADMIN, at=at)
