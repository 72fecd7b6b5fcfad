"""PostgreSQL: all that an act writes about one case as one statement, and so in one round trip.

Everything hangs on the changed case: where its version has moved on, nothing at all is written.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    String,
    Text,
    bindparam,
    case,
    column,
    func,
    insert,
    literal_column,
    null,
    select,
    update,
)
from sqlalchemy.orm import Session

from engine.cases import Case
from engine.db import Instant
from engine.decide import Decision
from engine.facts import Facts
from engine.hot import Hot
from engine.ledger import Entry
from engine.runs import COMPLETE, NO_DATE, OPEN, Run, Step

TOLD = ("kind", "actor_id", "actor_name", "actor_role", "at", "facts")


class Touched(NamedTuple):
    """A step that an act touches, and how it stands afterwards."""

    name: str
    status: str
    remark: str = ""
    due_on: date = NO_DATE


def write_one(
    session: Session, facts: Facts, head: str, decision: Decision, touched: Sequence[Touched], told: tuple[str, ...]
) -> int:
    """Write the act about one case; answer how many cases were changed: 0 when somebody else was first.

    `told` are the entry's kind, its actor's id, name and role, its instant and its text.
    """
    values = {
        "case_id": facts.case_id,
        "was": facts.version,
        "head_": head,
        "to_state": decision.target,
        "over_": int(decision.completes),
        "run": facts.run_id,
        "steps": json.dumps([{**step._asdict(), "due_on": step.due_on.isoformat()} for step in touched]),
        **dict(zip(TOLD, told, strict=True)),
    }
    return int(AT_ONCE.cursor(session, values).rowcount)


def _statement(_: str) -> Any:
    one: ColumnElement[int] = literal_column("1")
    when = bindparam("at", type_=Instant)
    changed = (
        update(Case)
        .where(Case.id == bindparam("case_id"), Case.version == bindparam("was"))
        .values(
            version=Case.version + one,
            sequence=Case.sequence + one,
            head=bindparam("head_"),
            state=bindparam("to_state"),
            run_id=case((bindparam("over_", type_=Integer) == one, null()), else_=Case.run_id),
        )
        .returning(Case.id, Case.sequence, Case.head)
        .cte("changed")
    )
    steps, run = _steps(changed, when), _run(changed, when)
    told = [bindparam(name, type_=Entry.__table__.c[name].type) for name in TOLD]
    entry = select(changed.c.id, changed.c.sequence, *told, changed.c.head)
    return insert(Entry).from_select(["case_id", "sequence", *TOLD, "seal"], entry).add_cte(steps, run)


def _steps(changed: Any, when: Any) -> Any:
    columns = (column("name", String), column("status", String), column("remark", Text), column("due_on", Date))
    rows = func.json_to_recordset(bindparam("steps", type_=Text).op("::")(literal_column("json")))
    touched = rows.table_valued(*columns).render_derived(name="touched", with_types=True)
    opens = touched.c.status == literal_column(f"'{OPEN}'")
    who, who_name = bindparam("actor_id", type_=String), bindparam("actor_name", type_=String)
    return (
        update(Step)
        .where(Step.run_id == bindparam("run"), Step.case_id == changed.c.id, Step.name == touched.c.name)
        .values(
            status=touched.c.status,
            opened_at=case((opens, when), else_=Step.opened_at),
            due_on=case((opens, touched.c.due_on), else_=Step.due_on),
            done_at=case((opens, Step.done_at), else_=when),
            done_by=case((opens, Step.done_by), else_=who),
            done_by_name=case((opens, Step.done_by_name), else_=who_name),
            remark=case((opens, Step.remark), else_=touched.c.remark),
        )
        .cte("stepped")
    )


def _run(changed: Any, when: Any) -> Any:
    over = bindparam("over_", type_=Integer) == literal_column("1")
    return (
        update(Run)
        .where(Run.id == bindparam("run"), Run.case_id == changed.c.id, over)
        .values(status=COMPLETE, finished_at=when)
        .cte("ended")
    )


AT_ONCE = Hot(_statement)
