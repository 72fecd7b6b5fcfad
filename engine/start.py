"""Starting a procedure for a case, and breaking one off."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from engine import ledger
from engine.actors import Actor
from engine.book import Book
from engine.cases import Case, hold
from engine.clock import office_day
from engine.decide import successors
from engine.definition import Definition, Move
from engine.due import due_on
from engine.errors import BadInput, MoveBlocked, NotFound, Problem, UnknownAct
from engine.facts import Facts, gather
from engine.guards import Blocker
from engine.procedure import Procedure
from engine.runs import BROKEN_OFF, NO_DATE, OPEN, SKIPPED, UNDER_WAY, WAITING, Run, Step
from engine.words import N_


def start(
    session: Session,
    book: Book,
    case_ids: Collection[int],
    move: str,
    *,
    by: Actor,
    at: datetime,
    definition: Definition | None = None,
    lead_on: date | None = None,
    note: str = "",
) -> dict[int, int]:
    """Begin the procedure of `move` for every case, all or none; answer the run of each case.

    `definition` is the wording to begin under (the case's own by default): the run keeps it to the end. `lead_on` is
    the day on which what gave rise to it came in, today by default. Raises `MoveBlocked` when a run is under way
    already, `BadInput` for a lead still to come, and `UnknownAct`.
    """
    if lead_on and lead_on > office_day(at):
        raise BadInput(Problem("lead_on", N_("线索日期还没有到，请核对")))
    cases = hold(session, case_ids)
    if len(cases) != len(set(case_ids)):
        raise NotFound("case", sorted(set(case_ids) - {case.id for case in cases}))
    for case in cases:
        _refuse(case, definition or book.definition(session, case.definition), move, by)
    _open_runs(session, cases, definition, move, at, lead_on)
    gathered = gather(session, book, [case.id for case in cases], by, at)
    rows: list[dict[str, Any]] = []
    left_out: dict[int, dict[str, Any]] = {}
    for case in cases:
        procedure = _procedure(book.definition(session, case.definition).by_name[move])
        steps = _steps(session, book, procedure, gathered[case.id], by)
        skipped = {row["name"]: row["remark"] for row in steps if row["status"] == SKIPPED}
        left_out[case.id] = {"skipped": skipped} if skipped else {}
        rows += steps
    session.execute(insert(Step), rows)
    told: dict[str, Any] = {"move": move} | ({"note": note} if note else {})
    told |= {"lead_on": lead_on} if lead_on else {}
    news = [
        (case, "started", told | left_out[case.id] | {"definition": case.definition, "run": case.run_id})
        for case in cases
    ]
    ledger.append_many(session, news, by, at)
    return {case.id: int(case.run_id or 0) for case in cases}


def _open_runs(
    session: Session,
    cases: Sequence[Case],
    definition: Definition | None,
    move: str,
    at: datetime,
    lead_on: date | None,
) -> None:
    digests = [definition.digest if definition else case.definition for case in cases]
    rows = [
        {
            "case_id": case.id,
            "move": move,
            "definition": digest,
            "status": UNDER_WAY,
            "started_at": at,
            "lead_on": lead_on,
        }
        for case, digest in zip(cases, digests, strict=True)
    ]
    runs = session.scalars(insert(Run).returning(Run.id, sort_by_parameter_order=True), rows).all()
    table = Case.__table__
    statement = update(table).where(table.c.id == bindparam("case_"))  # type: ignore[arg-type]
    session.connection().execute(
        statement.values(run_id=bindparam("run_"), definition=bindparam("digest")),
        [
            {"case_": case.id, "run_": run, "digest": digest}
            for case, run, digest in zip(cases, runs, digests, strict=True)
        ],
    )
    for case, run, digest in zip(cases, runs, digests, strict=True):
        set_committed_value(case, "run_id", run)
        set_committed_value(case, "definition", digest)


def _procedure(move: Move) -> Procedure:
    assert move.procedure is not None
    return move.procedure


def _refuse(case: Case, definition: Definition, name: str, by: Actor) -> None:
    move = definition.by_name.get(name)
    if move is None or case.state not in move.sources or move.procedure is None:
        raise UnknownAct(definition.title_of(name), definition.labels.get(case.state, case.state))
    blockers = []
    if case.run_id is not None:
        blockers.append(Blocker("run-under-way", N_("这一户还有一个程序正在办理"), {}, move.basis))
    if not by.covers(case.area):
        blockers.append(Blocker("outside-area", N_("不在您负责的辖区内")))
    if move.by and by.role not in move.by:
        text = N_("您的岗位不能办理“%(move)s”")
        blockers.append(Blocker("role-required", text, {"move": move.label}, move.basis, move.by[0]))
    if blockers:
        raise MoveBlocked(name, blockers)


def _steps(session: Session, book: Book, procedure: Procedure, facts: Facts, by: Actor) -> Sequence[dict[str, Any]]:
    opened, skipped, _ = successors(procedure, "", facts)
    rows = []
    for spec in procedure.steps:
        status = OPEN if spec in opened else SKIPPED if spec.name in skipped else WAITING
        due = (
            due_on(spec, office_day(facts.at), lambda: book.calendar(session, facts.area), facts, list(skipped))
            if spec in opened
            else NO_DATE
        )
        rows.append(
            {
                "run_id": facts.run_id,
                "name": spec.name,
                "case_id": facts.case_id,
                "status": status,
                "role": spec.by,
                "desk": facts.area[: spec.level],
                "area": facts.area,
                "round": 1,
                "due_on": due,
                "opened_at": facts.at if status == OPEN else None,
                "done_at": facts.at if status == SKIPPED else None,
                "done_by": by.id if status == SKIPPED else "",
                "done_by_name": by.name if status == SKIPPED else "",
                "remark": skipped.get(spec.name, ""),
            }
        )
    return rows


def break_off(session: Session, case_ids: Collection[int], *, by: Actor, at: datetime, reason: str) -> None:
    """End the run of each case without its move; the case stays in its state, and the reason in the ledger.

    Raises `MoveBlocked` for a case without a run or outside the actor's area.
    """
    cases = hold(session, case_ids)
    for case in cases:
        if case.run_id is None:
            raise MoveBlocked("break_off", [Blocker("no-run", N_("这一户没有正在办理的程序"))])
        if not by.covers(case.area):
            raise MoveBlocked("break_off", [Blocker("outside-area", N_("不在您负责的辖区内"))])
    runs = [case.run_id for case in cases]
    session.execute(update(Run).where(Run.id.in_(runs)).values(status=BROKEN_OFF, finished_at=at))
    session.execute(update(Step).where(Step.run_id.in_(runs), Step.status == OPEN).values(status=WAITING))
    news = [(case, "broken-off", {"run": case.run_id, "reason": reason}) for case in cases]
    for case in cases:
        case.run_id = None
    ledger.append_many(session, news, by, at)
