"""Going back: sending a run back to an earlier step, and taking back what one has just done oneself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.book import Book
from engine.cases import Case, hold
from engine.clock import office_day
from engine.definition import Move
from engine.due import due_on, without_plan
from engine.errors import MoveBlocked, NotFound, Refused, UnknownAct
from engine.guards import Blocker
from engine.procedure import Procedure
from engine.runs import DONE, FOR_RECORD, NO_DATE, OPEN, SKIPPED, WAITING, Run, Step
from engine.words import N_


def send_back(
    session: Session, book: Book, case_id: int, step: str, *, by: Actor, at: datetime, code: str, reason: str
) -> None:
    """Reopen `step` and everything after it, with a reason; its clock starts anew, in a new round.

    Only who holds an open step after it may send back. Raises `MoveBlocked` and `UnknownAct`.
    """
    case, procedure, steps = _running(session, book, case_id)
    if step not in procedure.by_name:
        raise UnknownAct(step, case.state)
    after = procedure.descendants[step]
    mine = [s for name, s in steps.items() if name in after and s.status == OPEN and s.role == by.role]
    blockers = []
    if steps[step].status not in (DONE, SKIPPED):
        text = N_("“%(step)s”还没有办完，不用退回")
        blockers.append(Blocker("not-done", text, {"step": procedure.by_name[step].title}))
    if not mine or not by.covers(case.area):
        blockers.append(Blocker("not-yours", N_("只有正在办理后面步骤的人才能退回")))
    if not reason.strip():
        blockers.append(Blocker("reason-needed", N_("退回要写明原因")))
    if blockers:
        raise MoveBlocked(step, blockers)
    _reopen(session, book, case, procedure, steps, step, by, at)
    told = {"step": step, "code": code, "reason": reason.strip(), "from": mine[0].name}
    ledger.append_many(session, [(case, "sent-back", told)], by, at)


def withdraw(session: Session, book: Book, case_id: int, step: str, *, by: Actor, at: datetime) -> None:
    """Take back a step one has finished oneself, until the next person has opened what follows.

    Raises `MoveBlocked` when another did it, when the next has seen it, or when later steps are done.
    """
    case, procedure, steps = _running(session, book, case_id)
    if step not in procedure.by_name:
        raise UnknownAct(step, case.state)
    blockers = []
    if steps[step].status != DONE or steps[step].done_by != by.id:
        blockers.append(Blocker("not-yours", N_("只能撤回自己办完的步骤")))
    for name in sorted(procedure.descendants[step]):
        title = procedure.by_name[name].title
        if steps[name].status == DONE:
            blockers.append(Blocker("later-done", N_("后面的“%(step)s”已经办完，不能撤回"), {"step": title}))
        elif steps[name].seen_by not in ("", by.id) and steps[name].status == OPEN:
            blockers.append(Blocker("already-seen", N_("“%(step)s”的经办人已经打开，不能撤回"), {"step": title}))
    if blockers:
        raise MoveBlocked(step, blockers)
    _reopen(session, book, case, procedure, steps, step, by, at)
    ledger.append_many(session, [(case, "withdrawn", {"step": step})], by, at)


def mark_seen(session: Session, case_id: int, *, by: Actor, at: datetime) -> None:
    """Note that a person in the role of an open step has opened the case: from now on nobody withdraws under them."""
    mine = (Step.case_id == case_id, Step.status == OPEN, Step.role == by.role, Step.seen_at.is_(None))
    session.execute(update(Step).where(*mine).values(seen_at=at, seen_by=by.id))


def _running(session: Session, book: Book, case_id: int) -> tuple[Case, Procedure, dict[str, Step]]:
    cases = hold(session, [case_id])
    if not cases:
        raise NotFound("case", case_id)
    case = cases[0]
    run = session.get(Run, case.run_id) if case.run_id else None
    if run is None:
        raise Refused("back", [Blocker("no-run", N_("这一户没有正在办理的程序"))])
    move: Move = book.definition(session, run.definition).by_name[run.move]
    rows = session.scalars(select(Step).where(Step.run_id == run.id).execution_options(populate_existing=True))
    assert move.procedure is not None
    return case, move.procedure, {row.name: row for row in rows}


def _reopen(
    session: Session,
    book: Book,
    case: Case,
    procedure: Procedure,
    steps: dict[str, Step],
    name: str,
    by: Actor,
    at: datetime,
) -> None:
    filling = session.get_one(Run, case.run_id).purpose == FOR_RECORD
    for later in procedure.descendants[name]:
        row = steps[later]
        if row.status != WAITING and not (filling and row.status == SKIPPED):  # its finished run has what it asks for
            row.status, row.round = WAITING, row.round + 1
            _clear(row)
    row = steps[name]
    row.status, row.round, row.returned_by = OPEN, row.round + 1, by.id
    _clear(row)
    row.opened_at = at
    spec = without_plan(procedure.by_name[name]) if filling else procedure.by_name[name]
    row.due_on = due_on(spec, office_day(at), lambda: book.calendar(session, case.area))
    session.flush()


def _clear(row: Step) -> None:
    row.due_on, row.opened_at, row.done_at, row.seen_at = NO_DATE, None, None, None
    row.done_by = row.done_by_name = row.remark = row.seen_by = ""
