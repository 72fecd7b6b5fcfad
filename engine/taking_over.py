"""Taking over where cases stand that came their way before this program: the moves of then, each as a finished run.

Nothing is claimed of how they were made: such a run has no steps and no evidence of its own, so that what is missing
can be seen and filled. Only a case on which nobody has begun to work is taken over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from engine import ledger, tallies
from engine.actors import Actor
from engine.cases import Case, hold
from engine.errors import MoveBlocked, NotFound
from engine.guards import Blocker
from engine.runs import COMPLETE, FORMER, Run
from engine.words import N_


class FormerMove(NamedTuple):
    """A move made before: its name, the definition of its time and place, when, and the state it led to."""

    move: str
    definition: str
    at: datetime
    state: str


def take_over(
    session: Session,
    former: Mapping[int, Sequence[FormerMove]],
    initial: str,
    told: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> dict[int, list[int]]:
    """Put each case where its former moves led it, all or none; answer the runs that tell of them.

    Raises `MoveBlocked` for a case that has left its first state or is in a run, or outside the actor's area.
    """
    cases = hold(session, former)
    if len(cases) != len(former):
        raise NotFound("case", sorted(set(former) - {case.id for case in cases}))
    for case in cases:
        blockers = []
        if case.state != initial or case.run_id is not None:
            blockers.append(Blocker("worked-on", N_("这一户已经在系统里办理过，不能再承接")))
        if not by.covers(case.area):
            blockers.append(Blocker("outside-area", N_("不在您负责的辖区内")))
        if blockers:
            raise MoveBlocked("take_over", blockers)
    runs = _runs(session, cases, former)
    tallies.add(session, [(case.kind, case.area, case.state, -1) for case in cases])
    table = Case.__table__
    statement = update(table).where(table.c.id == bindparam("case_")).values(state=bindparam("state_"))  # type: ignore[arg-type]
    session.connection().execute(statement, [{"case_": one.id, "state_": former[one.id][-1].state} for one in cases])
    news = []
    for case in cases:
        set_committed_value(case, "state", former[case.id][-1].state)
        moves = [[one.move, one.at.isoformat()] for one in former[case.id]]
        news.append((case, "taken-over", {"state": case.state, "moves": moves, **told}))
    tallies.add(session, [(case.kind, case.area, case.state, 1) for case in cases])
    ledger.append_many(session, news, by, at)
    return runs


def _runs(session: Session, cases: Sequence[Case], former: Mapping[int, Sequence[FormerMove]]) -> dict[int, list[int]]:
    rows = [
        {
            "case_id": case.id, "move": one.move, "definition": one.definition, "status": COMPLETE,
            "started_at": one.at, "finished_at": one.at, "purpose": FORMER,
        }
        for case in cases
        for one in former[case.id]
    ]  # fmt: skip
    ids = session.scalars(insert(Run).returning(Run.id, sort_by_parameter_order=True), rows).all()
    found: dict[int, list[int]] = {}
    for row, number in zip(rows, ids, strict=True):
        found.setdefault(int(row["case_id"]), []).append(number)  # type: ignore[call-overload]
    return found
