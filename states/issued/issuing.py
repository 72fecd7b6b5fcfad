"""Issuing papers: numbered and frozen with the digests of what was printed; a changed one is a new edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.advance import advance
from engine.book import Book
from engine.cases import hold, open_cases
from engine.clock import office_day
from engine.errors import BadInput, Problem, Refused
from engine.guards import Blocker
from engine.ledger import canonical
from engine.words import N_
from states.issued import numbers
from states.issued.numbers import Number
from states.issued.paper import BY, LABELS, PAPER, STANDING, Paper

REASON = 400


@dataclass(frozen=True, slots=True)
class Made:
    """What came out of the press: the digests of the values and of the PDF, and its pages."""

    values_digest: str
    pdf_digest: str
    pages: int


def issue(
    session: Session,
    document: str,
    area: str,
    title: str,
    values: Mapping[str, Any],
    made: Made,
    *,
    number: Number,
    vouches: Mapping[str, Any] | None = None,
    about: int | None = None,
    department: str = "",
    answers: int | None = None,
    by: Actor,
    at: datetime,
) -> Paper:
    """Issue a paper that was printed under this number; the ledger takes its digests.

    Raises `Refused` with the code number-taken when somebody was first with the number: print anew and try again.
    """
    numbers.take_turn(session, area)
    if blockers := [*against(area, by), *_not_next(session, area, number)]:
        raise Refused("issue", blockers)
    placed = {"area": area, "stem": number.stem, "year": number.year, "serial": number.serial}
    return _put(
        session,
        document,
        title,
        values,
        made,
        placed | {"about": about, "department": department, "answers": answers},
        vouches or {},
        by,
        at,
    )


def replace(
    session: Session,
    book: Book,
    old: Paper,
    title: str,
    values: Mapping[str, Any],
    made: Made,
    reason: str,
    *,
    vouches: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> Paper:
    """Issue a new edition under the number of a standing paper, which stays on record; raises `Refused`, `BadInput`."""
    _end(session, book, old, "replace", reason, by, at)
    same = {"area": old.area, "stem": old.stem, "year": old.year, "serial": old.serial}
    same |= {"about": old.about, "department": old.department, "answers": old.answers}
    same |= {"edition": old.edition + 1, "supersedes": old.id}
    return _put(session, old.document, title, values, made, same, vouches or {}, by, at)


def withdraw(session: Session, book: Book, paper: Paper, reason: str, *, by: Actor, at: datetime) -> None:
    """Withdraw a paper, which keeps its number for ever; raises `Refused` and `BadInput`."""
    _end(session, book, paper, "withdraw", reason, by, at)


def _end(session: Session, book: Book, paper: Paper, act: str, reason: str, by: Actor, at: datetime) -> None:
    if not reason.strip() or len(reason.strip()) > REASON:
        raise BadInput(Problem("reason", N_("请写明理由，不超过400字")))
    check(session, paper, act, by)
    paper.ended_because = reason.strip()
    session.flush()
    advance(session, book, paper.case_id, act, by=by, at=at, note=reason.strip())


def check(session: Session, paper: Paper, act: str, by: Actor) -> None:
    """Lock the paper and raise `Refused` unless it stands and this person may act on it."""
    [case] = hold(session, [paper.case_id])
    session.refresh(paper)
    blockers = list(against(paper.area, by))
    if case.state not in STANDING:
        text = N_("这份文书的状态是“%(state)s”，不能这样办")
        blockers.append(Blocker("paper-state", text, {"state": LABELS[case.state]}))
    if blockers:
        raise Refused(act, blockers)


def against(area: str, by: Actor) -> Iterator[Blocker]:
    """Reasons against issuing for a place that lie in who acts."""
    if by.role not in BY:
        yield Blocker("role-required", N_("您的岗位不能印发文书"))
    if not by.covers(area):
        yield Blocker("outside-area", N_("不在您负责的辖区内"))


def _not_next(session: Session, area: str, number: Number) -> Iterator[Blocker]:
    if number.area != area or number.serial != numbers.last(session, area, number.stem, number.year) + 1:
        yield Blocker("number-taken", N_("%(number)s已被另一份文书用了，请重新印发"), {"number": str(number)})


def _put(
    session: Session, document: str, title: str, values: Mapping[str, Any], made: Made, placed: Mapping[str, Any],
    vouches: Mapping[str, Any], by: Actor, at: datetime,
) -> Paper:  # fmt: skip
    [case] = open_cases(session, PAPER, [placed["area"]], by, at)
    paper = Paper(
        case_id=case.id, document=document, title=title, frozen=canonical(values), vouches=canonical(vouches),
        values_digest=made.values_digest, pdf_digest=made.pdf_digest, pages=made.pages, issued_on=office_day(at),
        issued_by=by.id, issued_by_name=by.name, issued_at=at, **placed,
    )  # fmt: skip
    session.add(paper)
    session.flush()
    told = {"paper": paper.id, "document": document, "number": paper.number, "edition": paper.edition}
    told |= {"digest": made.pdf_digest, "values_digest": made.values_digest}
    if vouches:
        told["vouches"] = dict(vouches)
    ledger.append_many(session, [(case, "printed", told)], by, at)
    return paper
