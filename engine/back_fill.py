"""Filling the gaps of a finished run: what is missing is done now, by the same steps, and the case keeps its state.

The run keeps the definition of the finished one, so a case is asked for what its own time asked for. Steps of
which nothing is missing are left out with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from engine import ledger
from engine.actors import Actor
from engine.book import Book
from engine.cases import Case, hold
from engine.clock import office_day
from engine.decide import under_way
from engine.due import due_on, without_plan
from engine.errors import MoveBlocked, NotFound
from engine.guards import Blocker
from engine.procedure import Procedure
from engine.runs import COMPLETE, FOR_RECORD, NO_DATE, OPEN, SKIPPED, UNDER_WAY, WAITING, Run, Step
from engine.start import purposes_of
from engine.words import N_
from engine.workdays import Calendar


class Gaps(NamedTuple):
    """The finished run to fill, and its steps of which nothing is missing, each with the reason."""

    run_id: int
    whole: Mapping[str, str]


def back_fill(
    session: Session, book: Book, wanted: Mapping[int, Gaps], *, by: Actor, at: datetime, note: str = ""
) -> dict[int, int]:
    """Begin to fill the gaps of these cases' finished runs, all or none; answer the run of each case.

    Raises `MoveBlocked` when a run is under way, when the run is not finished or not the case's, when nothing is
    missing, and outside the actor's area.
    """
    cases = hold(session, wanted)
    if len(cases) != len(wanted):
        raise NotFound("case", sorted(set(wanted) - {case.id for case in cases}))
    query = select(Run).where(Run.id.in_({one.run_id for one in wanted.values()}))
    runs = {run.id: run for run in session.scalars(query)}
    purposes = purposes_of(session, cases)
    procedures: dict[int, Procedure] = {}
    for case in cases:
        run = runs.get(wanted[case.id].run_id)
        if run is None or run.case_id != case.id:
            raise NotFound("run", wanted[case.id].run_id)
        procedure = book.definition(session, run.definition).by_name[run.move].procedure
        if blockers := list(_against(case, run, procedure, wanted[case.id], purposes, by)):
            raise MoveBlocked("back_fill", blockers)
        assert procedure is not None  # refused before
        procedures[case.id] = procedure
    begun = _open_runs(session, cases, {case.id: runs[wanted[case.id].run_id] for case in cases}, at)
    calendars = {area: book.calendar(session, area) for area in {case.area for case in cases}}
    rows = [
        row
        for case in cases
        for row in _steps(
            case, begun[case.id], procedures[case.id], wanted[case.id].whole, calendars[case.area], by, at
        )
    ]
    session.execute(insert(Step), rows)
    news = []
    for case in cases:
        finished = runs[wanted[case.id].run_id]
        told: dict[str, Any] = {"move": finished.move, "fills": finished.id, "run": begun[case.id]}
        told["definition"] = finished.definition
        news.append((case, "back-fill-started", told | ({"note": note} if note else {})))
    ledger.append_many(session, news, by, at)
    return begun


def _against(
    case: Case, run: Run, procedure: Procedure | None, gaps: Gaps, purposes: Mapping[int, str], by: Actor
) -> Iterator[Blocker]:
    if case.run_id is not None:
        yield under_way(purposes.get(case.run_id, ""))
    if not by.covers(case.area):
        yield Blocker("outside-area", N_("不在您负责的辖区内"))
    if run.status != COMPLETE or run.purpose == FOR_RECORD or procedure is None:
        yield Blocker("not-finished", N_("这个程序还没有办完，缺什么就在程序里办"))
    elif procedure.by_name.keys() <= gaps.whole.keys():
        yield Blocker("nothing-missing", N_("这个程序不缺什么，不用补"))


def _open_runs(session: Session, cases: list[Case], finished: Mapping[int, Run], at: datetime) -> dict[int, int]:
    rows = [
        {
            "case_id": case.id, "move": finished[case.id].move, "definition": finished[case.id].definition,
            "status": UNDER_WAY, "started_at": at, "purpose": FOR_RECORD, "fills": finished[case.id].id,
        }
        for case in cases
    ]  # fmt: skip
    ids = session.scalars(insert(Run).returning(Run.id, sort_by_parameter_order=True), rows).all()
    table = Case.__table__
    statement = update(table).where(table.c.id == bindparam("case_")).values(run_id=bindparam("run_"))  # type: ignore[arg-type]
    session.connection().execute(
        statement, [{"case_": case.id, "run_": run} for case, run in zip(cases, ids, strict=True)]
    )
    for case, run in zip(cases, ids, strict=True):
        set_committed_value(case, "run_id", run)
    return {case.id: run for case, run in zip(cases, ids, strict=True)}


def _steps(
    case: Case,
    run_id: int,
    procedure: Procedure,
    whole: Mapping[str, str],
    calendar: Calendar,
    by: Actor,
    at: datetime,
) -> Iterator[dict[str, Any]]:
    for spec in procedure.steps:
        over = spec.name in whole
        status = SKIPPED if over else OPEN if whole.keys() >= set(spec.after) else WAITING
        due = NO_DATE
        if status == OPEN:
            due = due_on(without_plan(spec), office_day(at), lambda: calendar)
        yield {
            "run_id": run_id, "name": spec.name, "case_id": case.id, "status": status, "role": spec.by,
            "desk": case.area[: spec.level], "area": case.area, "round": 1, "due_on": due,
            "opened_at": at if status == OPEN else None, "done_at": at if over else None,
            "done_by": by.id if over else "", "done_by_name": by.name if over else "",
            "remark": whole.get(spec.name, ""),
        }  # fmt: skip
