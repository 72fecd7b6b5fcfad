"""Writing decisions down: cases, steps, entries and tallies of one act, together, for one or for thousands.

Only decisions without blockers come here. The cases are changed under their versions: a version
that is no longer there means that somebody else was first, and nothing of the act is kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial
from itertools import repeat
from typing import Any

from sqlalchemy import (
    BigInteger,
    Integer,
    String,
    bindparam,
    case,
    func,
    literal_column,
    null,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from engine import at_once
from engine.actors import Actor
from engine.at_once import Touched
from engine.book import Book
from engine.cases import Case
from engine.db import stamp
from engine.decide import Decision
from engine.due import due_on, without_plan
from engine.facts import Facts
from engine.hot import Hot, as_list, cursor_of, dialect_of, listed
from engine.ledger import COLUMNS, ENTRY, canonical, seal_of, tail_of
from engine.procedure import OPENING
from engine.redating import redate_after
from engine.runs import COMPLETE, DONE, FOR_RECORD, OPEN, SKIPPED, Run, Step
from engine.tallies import add


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


def _steps(dialect: str) -> Any:
    return update(Step).where(Step.run_id.in_(listed(dialect, "runs")), Step.name == bindparam("step_"))


CASE = Hot(
    lambda _: update(Case).where(Case.id == bindparam("case_id"), Case.version == bindparam("was")).values(_changed())
)
CASES = Hot(_case_many)  # PostgreSQL only; SQLite is quicker one by one
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
        update(Run).where(Run.id.in_(listed(dialect, "runs"))).values(status=COMPLETE, finished_at=bindparam("when_"))
    )
)


def write(
    session: Session,
    book: Book,
    lots: Iterable[Sequence[tuple[Facts, Decision]]],
    by: Actor,
    at: datetime,
    note: str = "",
) -> None:
    """Write the decisions of one act down, lot by lot; raises `Overtaken` when a case was changed meanwhile."""
    tally: Counter[tuple[str, str, str]] = Counter()
    for items in lots:
        groups: dict[tuple[str, ...], list[Facts]] = defaultdict(list)
        decisions: dict[tuple[str, ...], Decision] = {}
        names: dict[int, tuple[str, ...]] = {}  # most cases share one decision
        for facts, decision in items:
            if id(decision) not in names:
                names[id(decision)] = decision.names
            key = (facts.definition, facts.purpose, *names[id(decision)])
            groups[key].append(facts)
            decisions[key] = decision
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
    kind, when = _kind(group[0], decision), stamp(at)
    tail = tail_of(kind, by, when, told)
    heads = [seal_of(facts.head, facts.case_id, facts.sequence + 1, tail) for facts in group]
    constant = (kind, by.id, by.name, by.role, when, told)
    touched = _touched(session, book, group, decision, note)
    if dialect_of(session) == "postgresql" and len(group) == 1:
        written = at_once.write_one(session, group[0], heads[0], decision, touched[0][1], constant)
    else:
        written = _write_cases(session, group, heads, decision)
        if written == len(group):
            _write_entries(session, group, heads, constant)
            _write_steps(session, touched, by, when)
            if decision.completes:
                RUN_OVER.cursor(session, {"runs": as_list(session, [facts.run_id for facts in group]), "when_": when})
    if written == len(group) and decision.step:
        move = book.definition(session, group[0].definition).by_name[group[0].move]
        if move.procedure and decision.step.name in move.procedure.ends_that_count:
            redate_after(session, move, decision.step.name, group)
    if written != len(group):
        raise Overtaken([facts.case_id for facts in group])


def _kind(facts: Facts, decision: Decision) -> str:
    """What the ledger calls the act: what is filled in later never reads as if it had been done in its time."""
    if facts.purpose == FOR_RECORD:
        return "back-filled" if decision.filled else "back-fill-step"
    return "moved" if decision.move else "step"


def _told(decision: Decision, note: str) -> str:
    told: dict[str, Any] = {"act": decision.act}
    if decision.move:
        told |= {"move": decision.move.name, "state": decision.move.target}
    if decision.opened:
        told["opened"] = [spec.name for spec in decision.opened]
    if decision.skipped:
        told["skipped"] = {spec.name: why for spec, why in zip(decision.skipped, decision.reasons, strict=True)}
    return canonical(told | ({"note": note} if note else {}))


def _write_cases(session: Session, group: Sequence[Facts], heads: Sequence[str], decision: Decision) -> int:
    ids, was = [facts.case_id for facts in group], [facts.version for facts in group]
    to_state, over = decision.target, int(decision.completes)
    if dialect_of(session) == "postgresql":
        values = {"ids": ids, "was": was, "heads": list(heads), "to_state": to_state, "over_": over}
        return int(CASES.cursor(session, values).rowcount)
    columns = {"case_id": ids, "was": was, "head_": heads, "to_state": repeat(to_state), "over_": repeat(over)}
    return int(CASE.columns(session, columns).rowcount)


def _write_entries(session: Session, group: Sequence[Facts], heads: Sequence[str], told: tuple[str, ...]) -> None:
    places = [facts.case_id for facts in group], [facts.sequence + 1 for facts in group]
    columns = dict(zip(COLUMNS, (*places, *map(repeat, told), heads), strict=True))
    if dialect_of(session) == "postgresql":
        with cursor_of(session).copy(f"COPY entry ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in zip(*columns.values(), strict=False):
                copy.write_row(row)
    else:
        ENTRY.columns(session, columns)


def _touched(
    session: Session, book: Book, group: Sequence[Facts], decision: Decision, note: str
) -> list[tuple[list[int | None], list[Touched]]]:
    """The steps that the act touches, with the runs they belong to: due dates differ from place to place."""
    if decision.step is None:
        return [([facts.run_id for facts in group], [])]
    over = [Touched(decision.step.name, DONE, note)]
    skipped = zip(decision.skipped, decision.reasons, strict=True)
    over += [Touched(spec.name, SKIPPED, why) for spec, why in skipped]
    runs: dict[tuple[date, ...], list[int | None]] = defaultdict(list)
    dues: dict[str, tuple[date, ...]] = {}
    ended = [spec.name for spec in (decision.step, *decision.skipped)]
    own = any(spec.clock.start != OPENING for spec in decision.opened)
    for facts in group:
        if own or facts.area not in dues:
            calendar = partial(book.calendar, session, facts.area)
            late = facts.purpose == FOR_RECORD
            opened = [without_plan(spec) if late else spec for spec in decision.opened]
            dues[facts.area] = tuple(due_on(spec, facts.today, calendar, facts, ended) for spec in opened)
        runs[dues[facts.area]].append(facts.run_id)
    return [
        (ids, [*over, *(Touched(spec.name, OPEN, "", day) for spec, day in zip(decision.opened, days, strict=True))])
        for days, ids in runs.items()
    ]


def _write_steps(
    session: Session, touched: Sequence[tuple[list[int | None], list[Touched]]], by: Actor, when: str
) -> None:
    for ids, steps in touched:
        runs = as_list(session, ids)
        for step in steps:
            values = {"runs": runs, "step_": step.name, "when_": when}
            if step.status == OPEN:
                STEP_OPEN.cursor(session, {**values, "due_": step.due_on.isoformat()})
            else:
                who = {"who": by.id, "who_name": by.name, "to_status": step.status, "remark_": step.remark}
                STEP_OVER.cursor(session, {**values, **who})


class Overtaken(Exception):
    """A case changed between being read and being written; `advance` tells who did it."""

    def __init__(self, case_ids: Sequence[int]) -> None:
        self.case_ids = tuple(case_ids)
        super().__init__("overtaken")
