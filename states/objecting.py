"""Taking objections in and settling them. Who objects and what they say never enters the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import commands, ledger
from engine.actors import Actor
from engine.advance import advance
from engine.areas import within
from engine.book import Book
from engine.cases import Case, hold, open_cases
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states import receipts
from states.notice_lines import NoticeLine
from states.notice_places import hangings
from states.notices import Notice
from states.objections import CHANNELS, OBJECTION, Objection

PUBLIC = Actor("public", "群众", "public")
"""Who objects on the public board, without an account."""

LONGEST = {"text": 2000, "contact": 120, "finding": 4000, "answer": 2000}

Outcome = Literal["dismiss", "uphold"]


def file(
    session: Session,
    notice: Notice,
    case_id: int,
    *,
    channel: str,
    text: str,
    contact: str = "",
    by: Actor,
    at: datetime,
    key: str | None = None,
) -> Objection:
    """Take in an objection against one household on a notice; the household's version rises.

    A decision that races with it is told that somebody was first. Raises `BadInput`, and `NotFound` for a
    household that is not on this notice, or a notice that never hung. Nobody objects to an announcement.
    """
    if (told := commands.claim(session, key, by, at)) is not None:
        return session.get_one(Objection, told["objection"])
    if notice.is_announcement:
        raise BadInput(Problem("text", N_("公告是告知结果，不再接收异议；有情况请拨打公告上的电话反映")))
    _check(channel, text, contact)
    wanted = select(NoticeLine).where(NoticeLine.notice_id == notice.id, NoticeLine.case_id == case_id)
    line = session.scalars(wanted.where(NoticeLine.removed_at.is_(None))).one_or_none()
    if line is None or not hangings(session, notice) or (by.role != PUBLIC.role and not by.covers(notice.area)):
        raise NotFound("notice", notice.number)
    [household] = hold(session, [case_id])
    [case] = open_cases(session, OBJECTION, [household.area], by, at)
    objection = Objection(
        case_id=case.id,
        receipt=_receipt(session),
        notice_id=notice.id,
        target_case_id=case_id,
        household_id=line.household_id,
        run_id=line.run_id,
        area=household.area,
        channel=channel,
        text=text.strip(),
        contact=contact.strip(),
        late=household.run_id != line.run_id,
        filed_at=at,
        filed_by=by.id,
    )
    session.add(objection)
    session.flush()
    told = {"objection": objection.id, "late": objection.late}
    ledger.append_many(session, [(household, "objection", told)], by, at)
    commands.remember(session, key, by, {"objection": objection.id})
    return objection


def investigate(session: Session, book: Book, objection: Objection, *, by: Actor, at: datetime) -> None:
    """Begin to look into it; raises `MoveBlocked`."""
    advance(session, book, objection.case_id, "investigate", by=by, at=at)


def settle(
    session: Session,
    book: Book,
    objection: Objection,
    outcome: Outcome,
    finding: str,
    answer: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Dismiss or uphold it, with what was found and what the objector is told.

    The ledger keeps the digest of both. Raises `BadInput`, and `MoveBlocked` for who wrote it down.
    """
    problems = [
        *_written("finding", finding, N_("请写明调查核实的情况")),
        *_written("answer", answer, N_("请写明答复")),
    ]
    if outcome not in ("dismiss", "uphold"):
        problems.append(Problem("outcome", N_("请选择成立或不成立")))
    if problems:
        raise BadInput(*problems)
    digest = hashlib.sha256(ledger.canonical([finding.strip(), answer.strip()]).encode()).hexdigest()
    hold(session, [objection.target_case_id, objection.case_id])
    advance(session, book, objection.case_id, outcome, by=by, at=at, note=f"sha256:{digest}")
    objection.finding, objection.answer = finding.strip(), answer.strip()
    _settled(session, objection, outcome, by, at)


def withdraw(session: Session, book: Book, objection: Objection, reason: str, *, by: Actor, at: datetime) -> None:
    """Note that who objected has taken it back, and why; raises `BadInput` and `MoveBlocked`."""
    if problems := _written("finding", reason, N_("请写明撤回的情况")):
        raise BadInput(*problems)
    hold(session, [objection.target_case_id, objection.case_id])
    advance(session, book, objection.case_id, "withdraw", by=by, at=at)
    objection.finding = reason.strip()
    _settled(session, objection, "withdraw", by, at)


def _settled(session: Session, objection: Objection, outcome: str, by: Actor, at: datetime) -> None:
    [household] = hold(session, [objection.target_case_id])
    told = {"objection": objection.id, "outcome": outcome}
    ledger.append_many(session, [(household, "objection", told)], by, at)
    objection.settled_at, objection.settled_sequence = at, household.sequence
    objection.settled_by, objection.settled_by_name = by.id, by.name
    session.flush()


def find(session: Session, objection_id: int, by: Actor) -> Objection:
    """An objection of the actor's area; raises `NotFound`."""
    objection = session.get(Objection, objection_id)
    if objection is None or not by.covers(objection.area):
        raise NotFound("objection", objection_id)
    return objection


def objections(
    session: Session, by: Actor, *, notice: Notice | None = None, case_id: int | None = None
) -> Sequence[tuple[Objection, str]]:
    """The objections in the actor's area with their states, newest first; of one notice or household if given."""
    query = (
        select(Objection, Case.state).join(Case, Case.id == Objection.case_id).where(within(Objection.area, by.area))
    )
    if notice is not None:
        query = query.where(Objection.notice_id == notice.id)
    if case_id is not None:
        query = query.where(Objection.target_case_id == case_id)
    return [(row[0], row[1]) for row in session.execute(query.order_by(Objection.id.desc()))]


def _check(channel: str, text: str, contact: str) -> None:
    problems = _written("text", text, N_("请写明反映的情况"))
    if channel not in CHANNELS:
        problems.append(Problem("channel", N_("没有这种反映方式")))
    if len(contact.strip()) > LONGEST["contact"]:
        problems.append(Problem("contact", N_("联系方式太长")))
    if problems:
        raise BadInput(*problems)


def _written(where: str, text: str, empty: str) -> list[Problem]:
    if not text.strip():
        return [Problem(where, empty)]
    return [Problem(where, N_("文字太长"))] if len(text.strip()) > LONGEST[where] else []


def _receipt(session: Session) -> str:
    while True:
        receipt = receipts.draw()
        if session.scalar(select(Objection.id).where(Objection.receipt == receipt)) is None:
            return receipt
