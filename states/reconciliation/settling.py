"""Settling differences, one or many with one reason; what "theirs is right" asks of our own records (TZ15, HN06)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import Outcome, advance_many
from engine.areas import within
from engine.book import Book
from engine.cases import Case
from engine.clock import office_day
from engine.errors import BadInput, NotFound, Problem
from engine.evidence import Evidence
from engine.words import N_
from states.reconciliation.differences import SETTLED, THEIRS, Difference, Settlement
from states.reconciliation.ledgers import ledgers

AT_ONCE = 2000
LONGEST = {"reason": 2000, "document": 120}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who is right, why, and what proves it: evidence in the household's file, or a document with its day."""

    outcome: str
    reason: str
    evidence_id: int | None = None
    document: str = ""
    document_on: date | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A correction that our own records need, values as stored; `field` "listed" asks for the line itself.

    It is not made here: whoever corrects does so as a proposal that another person verifies.
    """

    difference_id: int
    ledger: str
    household_id: int | None
    member_id: int | None
    key: str
    field: str
    before: str
    after: str


def settle(
    session: Session, book: Book, difference_ids: Collection[int], verdict: Verdict, *, by: Actor, at: datetime
) -> Outcome:
    """Settle open differences; what cannot be is held with every reason, by its case's id, and the rest go on.

    Raises `BadInput` for a verdict without reason or proof, and `NotFound` for a difference the actor cannot see.
    """
    if problems := [*_problems(session, verdict, office_day(at)), *_too_many(difference_ids)]:
        raise BadInput(*problems)
    found = _found(session, difference_ids, by)
    rows = [
        {
            "difference_id": one.id,
            "file_id": one.file_id,
            "outcome": verdict.outcome,
            "reason": verdict.reason.strip(),
            "evidence_id": verdict.evidence_id,
            "document": verdict.document.strip(),
            "document_on": verdict.document_on,
            "settled_by": by.id,
            "settled_by_name": by.name,
            "settled_at": at,
        }
        for one in found
    ]
    written = insert(Settlement).returning(Settlement.id, sort_by_parameter_order=True)
    ids = list(session.scalars(written, rows))
    outcome = advance_many(session, book, [one.case_id for one in found], f"settle-{verdict.outcome}", by=by, at=at)
    # what was not settled was never judged: its verdict goes before anybody has seen it
    idle = [number for number, one in zip(ids, found, strict=True) if one.case_id in outcome.held]
    if idle:
        session.execute(delete(Settlement).where(Settlement.id.in_(idle)))
    return outcome


def wanted_corrections(session: Session, by: Actor, *, after: int = 0, limit: int = 1000) -> list[Wanted]:
    """What our records in the actor's area must change because the other side is right, in the order of the ids."""
    query = (
        select(Difference)
        .join(Case, Case.id == Difference.case_id)
        .where(Case.kind == "difference", Case.state == THEIRS[0], within(Difference.area, by.area))
        .where(Difference.id > after, Difference.ledger.in_([ledger.id for ledger in ledgers(by)]))
        .order_by(Difference.id)
        .limit(limit)
    )
    return [
        Wanted(one.id, one.ledger, one.household_id, one.member_id, one.key, one.field, one.ours, one.theirs)
        for one in session.scalars(query)
    ]


def _found(session: Session, difference_ids: Collection[int], by: Actor) -> list[Difference]:
    known = [ledger.id for ledger in ledgers(by)]
    query = select(Difference).where(Difference.id.in_(sorted(set(difference_ids))), within(Difference.area, by.area))
    found = list(session.scalars(query.where(Difference.ledger.in_(known)).order_by(Difference.id)))
    if len(found) != len(set(difference_ids)):
        raise NotFound("difference", len(difference_ids))
    return found


def _too_many(difference_ids: Collection[int]) -> Iterator[Problem]:
    if not difference_ids:
        yield Problem("row", N_("请先勾选要核定的差异"))
    if len(difference_ids) > AT_ONCE:
        yield Problem("row", N_("一次最多核定2000条，请分批核定"))


def _problems(session: Session, verdict: Verdict, today: date) -> Iterator[Problem]:
    if verdict.outcome not in SETTLED:
        yield Problem("outcome", N_("请选择以哪一方为准"))
    if not verdict.reason.strip():
        yield Problem("reason", N_("请写明核定的理由"))
    for name, text in (("reason", verdict.reason), ("document", verdict.document)):
        if len(text.strip()) > LONGEST[name]:
            yield Problem(name, N_("文字太长"))
    if verdict.evidence_id is None and not verdict.document.strip():
        yield Problem("document", N_("请写明依据：入户核查等材料的编号，或文件、部门答复的名称和日期"))
    if verdict.document.strip() and verdict.document_on is None:
        yield Problem("document_on", N_("请填写文件或答复的日期"))
    if verdict.document_on is not None and verdict.document_on > today:
        yield Problem("document_on", N_("文件或答复的日期不能晚于今天"))
    if verdict.evidence_id is not None and session.get(Evidence, verdict.evidence_id) is None:
        yield Problem("evidence_id", N_("没有这个编号的材料"))
