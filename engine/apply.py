"""Writing decisions down: cases, steps, entries and tallies of one act, together, for one or for thousands.

Only decisions without blockers come here. The cases are changed under their versions: a version
that is no longer there means that somebody else was first, and nothing of the act is kept.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    Integer,
    String,
    Text,
    bindparam,
    case,
    func,
    insert,
    literal_column,
    null,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.cases import Case
from engine.db import stamp
from engine.decide import Decision
from engine.due import due_on
from engine.facts import Facts
from engine.hot import Hot, cursor_of, dialect_of
from engine.ledger import Entry, canonical, seal_of, tail_of
from engine.runs import COMPLETE, DONE, OPEN, SKIPPED, Run, Step
from engine.tallies import add

ENTRY_COLUMNS = ("case_id", "sequence", "kind", "actor_id", "actor_name", "actor_role", "at", "facts", "seal")


def _changed(table: Any = None) -> dict[str, Any]:
    head = bindparam("head_") if table is None else table.c.head
    return {
        "version": Case.version + literal_column("1"),
        "sequence": Case.sequence + literal_column("1"),
        "head": head,
        "state": bindparam("to_state"),
        "run_id": case((bindparam("over_", type_=Integer) == literal_column("1"), null()), else_=Case.run_id),
    }


def _case_many(_: str) -> Any:
    columns = [
        func.unnest(bindparam(name, type_=ARRAY(kind))).label(alias)
        for name, alias, kind in (("ids", "id", BigInteger), ("was", "was", Integer), ("heads", "head", String))
    ]
    news = select(*columns).subquery("news")
    return update(Case).where(Case.id == news.c.id, Case.version == news.c.was).values(_changed(news))


def _wanted(dialect: str) -> Any:
    if dialect == "postgresql":
        return select(func.unnest(bindparam("runs", type_=ARRAY(BigInteger))).column_valued("wanted"))
    return select(func.json_each(bindparam("runs", type_=Text)).table_valued("value").c.value)


def _steps(dialect: str) -> Any:
    return update(Step).where(Step.run_id.in_(_wanted(dialect)), Step.name == bindparam("step_"))


CASE = Hot(
    lambda _: update(Case).where(Case.id == bindparam("case_id"), Case.version == bindparam("was")).values(_changed())
)
CASES = Hot(_case_many)  # PostgreSQL only; SQLite is quicker one by one
ENTRY = Hot(lambda _: insert(Entry).values({name: bindparam(name) for name in ENTRY_COLUMNS}))
STEP_OVER = Hot(
    lambda dialect: _steps(dialect).values(
        status=bindparam("to_status"),
        done_at=bindparam("when_"),
        done_by=bindparam("who"),
        done_by_name=bindparam("who_name"),
        remark=bindparam("remark_"),
    )
)
STEP_OPEN = Hot(
    lambda dialect: _steps(dialect).values(status=OPEN, opened_at=bindparam("when_"), due_on=bindparam("due_"))
)
RUN_OVER = Hot(
    lambda dialect: (
        update(Run).where(Run.id.in_(_wanted(dialect))).values(status=COMPLETE, finished_at=bindparam("when_"))
    )
)


def write(
    session: Session, book: Book, items: Sequence[tuple[Facts, Decision]], by: Actor, at: datetime, note: str = ""
) -> None:
    """Write the decisions of one act down; raises `Overtaken` when a case was changed meanwhile."""
    groups: dict[tuple[Any, ...], list[Facts]] = defaultdict(list)
    decisions: dict[tuple[Any, ...], Decision] = {}
    for facts, decision in items:
        key = (facts.definition, *decision.names)
        groups[key].append(facts)
        decisions[key] = decision
    tally: Counter[tuple[str, str, str]] = Counter()
    for key, group in groups.items():
        _write_group(session, book, group, decisions[key], by, at, note)
        if move := decisions[key].move:
            for facts in group:
                tally[facts.kind, facts.area, decisions[key].source] -= 1
                tally[facts.kind, facts.area, move.target] += 1
    add(session, ((*key, n) for key, n in tally.items()))


def _write_group(
    session: Session, book: Book, group: Sequence[Facts], decision: Decision, by: Actor, at: datetime, note: str
) -> None:
    told = _told(decision, note)
    kind, when = ("moved" if decision.move else "step"), stamp(at)
    tail = tail_of(kind, by, when, told)
    heads = [seal_of(facts.head, facts.case_id, facts.sequence + 1, tail) for facts in group]
    constant = (kind, by.id, by.name, by.role, when, told)
    with together(session, len(group)):
        touched = _write_cases(session, group, heads, decision.target, decision.completes)
        _write_entries(session, group, heads, constant)
        _write_steps(session, book, group, decision, by, when, note)
    if touched() != len(group):
        raise Overtaken([facts.case_id for facts in group])


def _told(decision: Decision, note: str) -> str:
    told: dict[str, Any] = {"act": decision.act}
    if decision.move:
        told |= {"move": decision.move.name, "state": decision.move.target}
    if decision.opened:
        told["opened"] = [spec.name for spec in decision.opened]
    if decision.skipped:
        told["skipped"] = {spec.name: spec.skip.reason for spec in decision.skipped if spec.skip}
    return canonical(told | ({"note": note} if note else {}))


def _write_cases(
    session: Session, group: Sequence[Facts], heads: Sequence[str], to_state: str, over: bool
) -> Callable[[], int]:
    shared = {"to_state": to_state, "over_": int(over)}
    if dialect_of(session) == "postgresql" and len(group) > 1:
        ids, was = [facts.case_id for facts in group], [facts.version for facts in group]
        cursor = CASES.cursor(session, {**shared, "ids": ids, "was": was, "heads": list(heads)})
    elif len(group) == 1:
        cursor = CASE.cursor(
            session, {**shared, "case_id": group[0].case_id, "was": group[0].version, "head_": heads[0]}
        )
    else:
        cursor = CASE.cursor_many(
            session,
            [
                {**shared, "case_id": facts.case_id, "was": facts.version, "head_": head}
                for facts, head in zip(group, heads, strict=True)
            ],
        )
    return lambda: int(cursor.rowcount)


def _write_entries(session: Session, group: Sequence[Facts], heads: Sequence[str], constant: tuple[str, ...]) -> None:
    rows = [(facts.case_id, facts.sequence + 1, *constant, head) for facts, head in zip(group, heads, strict=True)]
    if dialect_of(session) == "postgresql" and len(rows) > 1:
        columns = ", ".join(ENTRY_COLUMNS)
        with cursor_of(session).copy(f"COPY entry ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    elif len(rows) == 1:
        ENTRY.cursor(session, dict(zip(ENTRY_COLUMNS, rows[0], strict=True)))
    else:
        marks = ", ".join("?" * len(ENTRY_COLUMNS))
        cursor_of(session).executemany(f"INSERT INTO entry ({', '.join(ENTRY_COLUMNS)}) VALUES ({marks})", rows)


def _write_steps(
    session: Session, book: Book, group: Sequence[Facts], decision: Decision, by: Actor, when: str, note: str
) -> None:
    if decision.step is None:
        return
    ids: Any = [facts.run_id for facts in group]
    runs = ids if dialect_of(session) == "postgresql" else json.dumps(ids)
    who = {"runs": runs, "when_": when, "who": by.id, "who_name": by.name}
    STEP_OVER.cursor(session, {**who, "step_": decision.step.name, "to_status": DONE, "remark_": note})
    for spec in decision.skipped:
        reason = spec.skip.reason if spec.skip else ""
        STEP_OVER.cursor(session, {**who, "step_": spec.name, "to_status": SKIPPED, "remark_": reason})
    for spec in decision.opened:
        due = due_on(spec, group[0].today, lambda: book.calendar(session, group[0].area))
        STEP_OPEN.cursor(session, {"runs": runs, "when_": when, "step_": spec.name, "due_": due.isoformat()})
    if decision.completes:
        RUN_OVER.cursor(session, {"runs": runs, "when_": when})


def together(session: Session, n: int) -> AbstractContextManager[Any]:
    """On PostgreSQL the statements of a single act travel in one round trip; COPY cannot join them."""
    if n == 1 and dialect_of(session) == "postgresql":
        return cast(AbstractContextManager[Any], session.connection().connection.driver_connection.pipeline())  # type: ignore[union-attr]
    return nullcontext()


class Overtaken(Exception):
    """A case changed between being read and being written; `advance` tells who did it."""

    def __init__(self, case_ids: Sequence[int]) -> None:
        self.case_ids = tuple(case_ids)
        super().__init__("overtaken")
