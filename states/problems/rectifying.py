"""Rectifying a problem, checking that at the level above, sending it back, and closing it with evidence (TZ16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine import evidence
from engine.actors import Actor
from engine.advance import advance
from engine.book import Book
from engine.clock import office_day
from engine.errors import BadInput, MoveBlocked, Problem
from engine.evidence import Attachment
from engine.guards import Blocker
from engine.words import N_
from states.kept import not_later, written
from states.problems.claiming import note
from states.problems.problem import ABOVE, OPEN, Listed
from states.problems.problem_list import ProblemList

RECTIFICATION, CLOSING = "problem_rectification", "problem_closing"
"""The kinds of evidence that stand in a problem's case."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done about a problem: the measures, who answers for them, and the day."""

    measures: str
    responsible: str
    on: date


def rectify(
    session: Session, book: Book, problem: Listed, done: Done, files: Sequence[Attachment], *, by: Actor, at: datetime
) -> None:
    """Report it rectified, with the proof; raises `BadInput` and `MoveBlocked` with every reason."""
    wrong = written("measures", done.measures, N_("请写明整改措施和结果"), 2000)
    wrong += written("responsible", done.responsible, N_("请写明整改责任人"), 60) + not_later("on", done.on, at)
    if done.on < session.get_one(ProblemList, problem.list_id).received_on:
        wrong.append(Problem("on", N_("整改日期要在收到清单之后、今天以前")))
    if not files:
        wrong.append(Problem("file", N_("请附整改佐证材料（照片或扫描件）")))
    if wrong:
        raise BadInput(*wrong)
    advance(session, book, problem.case_id, "rectify", by=by, at=at)
    problem.measures, problem.responsible, problem.rectified_on = done.measures.strip(), done.responsible, done.on
    problem.rectified_by, problem.rectified_area, problem.checked_by = by.id, by.area, ""
    session.flush()
    _record(session, problem, RECTIFICATION, {"round": problem.round}, done.on, files, by, at)


def check(session: Session, book: Book, problem: Listed, found: str, *, by: Actor, at: datetime) -> None:
    """Find at the level above that it is rectified; raises `BadInput` and `MoveBlocked`."""
    if wrong := written("found", found, N_("请写明怎样核查、看到什么")):
        raise BadInput(*wrong)
    advance(session, book, problem.case_id, "check", by=by, at=at, note=found.strip())
    problem.checked_by = by.id
    session.flush()


def send_back(
    session: Session, book: Book, problem: Listed, reason: str, due_on: date, *, by: Actor, at: datetime
) -> None:
    """Send it back with the reason and a new last day: its deadline begins anew. Raises as `check`."""
    wrong = written("reason", reason, N_("请写明哪里没有整改到位"))
    if due_on <= office_day(at):
        wrong.append(Problem("due_on", N_("新的整改期限要在今天以后")))
    if wrong:
        raise BadInput(*wrong)
    advance(session, book, problem.case_id, "send_back", by=by, at=at, note=reason.strip())
    problem.said, problem.due_on, problem.round = reason.strip(), due_on, problem.round + 1
    problem.rectified_on, problem.checked_by = None, ""
    session.flush()


def close(
    session: Session, book: Book, problem: Listed, said: str, files: Sequence[Attachment], *, by: Actor, at: datetime
) -> None:
    """Close it (销号) with its proof; raises `BadInput` and `MoveBlocked`."""
    wrong = written("said", said, N_("请写明销号依据"))
    if not files:
        wrong.append(Problem("file", N_("请附销号材料（照片或扫描件）")))
    if wrong:
        raise BadInput(*wrong)
    advance(session, book, problem.case_id, "close", by=by, at=at, note=said.strip())
    problem.closed_on, problem.said = office_day(at), said.strip()
    session.flush()
    _record(session, problem, CLOSING, {}, office_day(at), files, by, at)


def extend(session: Session, problem: Listed, state: str, until: date, reason: str, *, by: Actor, at: datetime) -> None:
    """Let it have longer, with the reason; only the level above may. Raises `BadInput` and `MoveBlocked`."""
    if state not in OPEN:
        raise MoveBlocked("extend", [Blocker("closed", N_("已经办结，不能再延期"))])
    if by.role not in ABOVE or len(by.area) >= len(problem.area):
        raise MoveBlocked("extend", [Blocker("same-level", N_("延期要由上一级同意"), {}, "", "township")])
    wrong = written("reason", reason, N_("请写明延期的理由"))
    if until <= max(problem.due_on, office_day(at)):
        wrong.append(Problem("until", N_("新的期限要在今天和原来的期限以后")))
    if wrong:
        raise BadInput(*wrong)
    told: dict[str, object] = {"from": problem.due_on, "until": until, "reason": reason.strip()}
    problem.due_on, problem.extension = until, reason.strip()
    session.flush()
    note(session, problem, "extended", told, by=by, at=at)


def _record(
    session: Session,
    problem: Listed,
    kind: str,
    body: dict[str, object],
    on: date,
    files: Sequence[Attachment],
    by: Actor,
    at: datetime,
) -> None:
    evidence.record(session, kind, body, {problem.case_id: {}}, on, by, at, files=files)
