"""Warnings to look at: from a department, the hotline, civil affairs and the household, each a little further."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.book import Book
from engine.cases import Case
from engine.clock import office_day
from states.households import Household
from states.leads import answering, assignment, following, push, pushing, receiving
from states.leads.lead import Lead
from states.leads.receiving import Tip
from states.lifecycle import CANDIDATE, EXITED
from states.places import data_clerks
from states.practice.staff import BY_ID, CLERKS, COLLECTORS, OPERATORS
from states.samples import TOWNSHIP

HEALTH, WELFARE = BY_ID["dept-medical-insurance"], BY_ID["dept-civil-affairs"]


def warned(session: Session, book: Book, at: datetime) -> None:
    """Let households that nothing is under way for be reported, and name the township's data clerk."""
    today = office_day(at)
    data_clerks.name_clerk(
        session, TOWNSHIP, OPERATORS[1].name, "0887-8000006", today - timedelta(days=60), by=OPERATORS[0], at=at
    )
    idle = select(Household).join(Case, Case.id == Household.case_id)
    quiet = idle.where(Case.run_id.is_(None), Case.state.in_((CANDIDATE, EXITED)))
    homes = session.scalars(quiet.order_by(Household.village, Household.number.desc()).limit(4)).all()
    for act, home in zip((_bills, _hotline, _application, _again), homes, strict=False):
        act(session, book, home, at)
    before = push.month_before(today).period
    push.hand_in(session, before, by=HEALTH, at=at)
    push.hand_in(session, before, by=BY_ID["dept-police"], at=at)


def _bills(session: Session, book: Book, home: Household, at: datetime) -> None:
    """The medical insurance pushed it, the village's grid worker has to go there."""
    tip = Tip("department", office_day(at) - timedelta(days=3), "住院自付费用超过2万元", home.village, home.head_name)
    report = pushing.push(session, tip, by=HEALTH, at=at)
    lead = session.get_one(Lead, report.lead_id)
    receiving.match(session, book, lead, home.number, by=OPERATORS[0], at=at)
    worker = COLLECTORS[0] if home.village == COLLECTORS[0].area else next(c for c in CLERKS if c.area == home.village)
    assignment.assign_many(session, [lead], worker.id, office_day(at) + timedelta(days=2), by=OPERATORS[0], at=at)


def _hotline(session: Session, _book: Book, home: Household, at: datetime) -> None:
    """Somebody called, ten days ago; nobody has gone there, nobody has been answered."""
    said, called_on = "邻居反映这家孩子上学有困难", office_day(at) - timedelta(days=10)
    tip = Tip("hotline", called_on, said, number=home.number, reporter="木先生", contact="13900000012")
    receiving.receive(session, tip, by=OPERATORS[0], at=at)


def _application(session: Session, book: Book, home: Household, at: datetime) -> None:
    """Civil affairs pushed an application on its day; the village went there and told what it found."""
    tip = Tip("low-income", office_day(at), "新申请最低生活保障", home.village, home.head_name)
    report = pushing.push(session, tip, by=WELFARE, at=at)
    lead = session.get_one(Lead, report.lead_id)
    lead = receiving.match(session, book, lead, home.number, by=OPERATORS[0], at=at)
    clerk = next(one for one in CLERKS if one.area == home.village)
    went = [clerk.name, COLLECTORS[0].name]
    following.analyse(session, book, lead, "户主腿部骨折，三个月不能务工", office_day(at), went, by=clerk, at=at)
    answering.answer(session, lead, "书面告知民政：已入户，待乡镇确认", office_day(at), by=clerk, at=at)


def _again(session: Session, _book: Book, home: Household, at: datetime) -> None:
    """The household itself asked, and cadres found it: two sources, one lead."""
    for days, source, text in ((6, "self", "户主当面申请，家中两人生病"), (1, "sweep", "包户干部走访，支出较大")):
        tip = Tip(source, office_day(at) - timedelta(days=days), text, number=home.number)
        receiving.receive(session, tip, by=OPERATORS[0], at=at)
