"""The other side of the scale: the same statements by hand, on the drivers, with a table of rules in a dict.

Nobody could write less and still keep the promises: the same read, the same guards, the same sealed entry, the
same version in the same update, the same tables and indexes.
"""

# ruff: noqa: E501 - a statement reads best in one piece

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg

from engine.actors import Actor
from engine.db import WritersLock
from tests.bench.office import AFTER, APART, KINDS, MINIMUM, NAMES, ROLES

ROW = "SELECT c.id, c.kind, c.area, c.state, c.version, c.sequence, c.head, c.run_id, coalesce(r.definition, c.definition), "
SQLITE_FACTS = """
coalesce((SELECT json_group_array(json_array(s.name, s.status, s.round, s.done_by))
          FROM step s WHERE s.run_id = c.run_id), '[]'),
coalesce((SELECT json_group_array(json_array(e.kind, e.happened_on, e.recorded_by, e.step, json(e.facts)))
          FROM exhibit e WHERE e.run_id = c.run_id AND NOT e.superseded), '[]')
FROM "case" c LEFT JOIN run r ON r.id = c.run_id """
POSTGRES_FACTS = """
coalesce((SELECT json_agg(json_build_array(s.name, s.status, s.round, s.done_by))::text
          FROM step s WHERE s.run_id = c.run_id), '[]'),
coalesce((SELECT json_agg(json_build_array(e.kind, e.happened_on, e.recorded_by, e.step, e.facts::json) ORDER BY e.evidence_id)::text
          FROM exhibit e WHERE e.run_id = c.run_id AND NOT e.superseded), '[]')
FROM "case" c LEFT JOIN run r ON r.id = c.run_id """
CASE = 'UPDATE "case" SET version = version + 1, sequence = sequence + 1, head = ?, state = ?, run_id = ? WHERE id = ? AND version = ?'
ENTRY = "INSERT INTO entry (case_id, sequence, kind, actor_id, actor_name, actor_role, at, facts, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
DONE = "UPDATE step SET status = 'done', done_at = ?, done_by = ?, done_by_name = ?, remark = '' WHERE run_id = ? AND name = ?"
OPENED = "UPDATE step SET status = 'open', opened_at = ?, due_on = '9999-12-31' WHERE run_id = ? AND name = ?"
OVER = "UPDATE run SET status = 'complete', finished_at = ? WHERE id = ?"
TALLY = "INSERT INTO tally (kind, area, state, n) VALUES (?, ?, ?, ?) ON CONFLICT (kind, area, state) DO UPDATE SET n = tally.n + excluded.n"


class Rule:
    """What the table says of one step."""

    def __init__(self, name: str) -> None:
        self.role = ROLES[NAMES.index(name)]
        self.apart = APART.get(name, ())
        self.followers = [(later, before) for later, before in AFTER.items() if name in before]
        self.is_last = name == NAMES[-1]


RULES = {name: Rule(name) for name in NAMES}


class Said(Exception):
    """The table of rules said no, or somebody was first."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written for one case."""

    case_id: int
    run_id: int
    area: str
    version: int
    sequence: int
    state: str
    told: str
    seal: str
    opens: tuple[str, ...]
    is_last: bool


def reasons(row: Sequence[Any], step: str, by: Actor) -> list[str]:
    """Ask every guard of a case as it was read."""
    steps = {name: (status, done_by) for name, status, _, done_by in json.loads(row[9])}
    shown = {exhibit[0]: exhibit[4] for exhibit in json.loads(row[10])}
    rule, found = RULES[step], []
    if steps[step][0] != "open":
        found.append("not-open")
    if by.role != rule.role:
        found.append("role-required")
    if not row[2].startswith(by.area):
        found.append("outside-area")
    found += ["same-person" for name in rule.apart if steps[name][1] == by.id]
    for kind in KINDS:
        if kind not in shown:
            found.append(f"no-{kind}")
        elif kind in MINIMUM and shown[kind].get(MINIMUM[kind][0], 0) < MINIMUM[kind][1]:
            found.append(f"{kind}-too-few")
    return found


def decide(row: Sequence[Any], step: str, by: Actor, when: str) -> Plan:
    """Ask every guard, and work out what the step does."""
    if against := reasons(row, step, by):
        raise Said(against)
    case_id, _, area, state, version, sequence, head, run_id, _ = row[:9]
    steps = {name: (status, done_by) for name, status, _, done_by in json.loads(row[9])}
    rule = RULES[step]
    opens = tuple(
        later
        for later, before in rule.followers
        if steps[later][0] == "waiting"
        and all(name == step or steps[name][0] in ("done", "skipped") for name in before)
    )
    told: dict[str, Any] = {"act": step}
    if rule.is_last:
        state, told = "monitored", told | {"move": "include", "state": "monitored"}
    if opens:
        told["opened"] = opens
    kind = "moved" if rule.is_last else "step"
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    who = json.dumps([kind, by.id, by.name, by.role, when], ensure_ascii=False, separators=(",", ":"))[1:-1]
    seal = hashlib.sha256(f'["{head}",{case_id},{sequence + 1},{who},{text}]'.encode()).hexdigest()
    return Plan(case_id, run_id, area, version, sequence + 1, state, text, seal, opens, rule.is_last)


Execute = Callable[[str, Sequence[Any]], Any]


def write_one(execute: Execute, plan: Plan, step: str, by: Actor, when: str) -> None:
    """Write one case's plan down."""
    run = None if plan.is_last else plan.run_id
    if execute(CASE, (plan.seal, plan.state, run, plan.case_id, plan.version)).rowcount != 1:
        raise Said("overtaken")
    kind = "moved" if plan.is_last else "step"
    execute(ENTRY, (plan.case_id, plan.sequence, kind, by.id, by.name, by.role, when, plan.told, plan.seal))
    execute(DONE, (when, by.id, by.name, plan.run_id, step))
    for name in plan.opens:
        execute(OPENED, (when, plan.run_id, name))
    if plan.is_last:
        execute(OVER, (when, plan.run_id))
        execute(TALLY, ("bench", plan.area, "general", -1))
        execute(TALLY, ("bench", plan.area, plan.state, 1))


def write_many(executemany: Callable[..., Any], plans: Sequence[Plan], step: str, by: Actor, when: str) -> None:
    """Write many cases' plans down, a statement at a time."""
    cases = [(p.seal, p.state, None if p.is_last else p.run_id, p.case_id, p.version) for p in plans]
    if executemany(CASE, cases).rowcount != len(plans):
        raise Said("overtaken")
    kind = "moved" if plans[0].is_last else "step"
    executemany(ENTRY, [(p.case_id, p.sequence, kind, by.id, by.name, by.role, when, p.told, p.seal) for p in plans])
    executemany(DONE, [(when, by.id, by.name, p.run_id, step) for p in plans])
    if opened := [(when, p.run_id, name) for p in plans for name in p.opens]:
        executemany(OPENED, opened)
    if plans[0].is_last:
        executemany(OVER, [(when, p.run_id) for p in plans])
        moved: dict[tuple[str, str], int] = {}
        for plan in plans:
            for state, n in (("general", -1), (plan.state, 1)):
                moved[plan.area, state] = moved.get((plan.area, state), 0) + n
        executemany(TALLY, [("bench", area, state, n) for (area, state), n in moved.items()])


def stamped(at: datetime) -> str:
    """The instant as it is stored and sealed."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Sqlite:
    """By hand on sqlite3."""

    def __init__(self, file: str, full: bool, lock: WritersLock | None = None) -> None:
        self.connection = sqlite3.connect(file, isolation_level=None, cached_statements=200, check_same_thread=False)
        for pragma in (
            *("busy_timeout=30000", "journal_mode=WAL", f"synchronous={'FULL' if full else 'NORMAL'}"),
            *("foreign_keys=ON", "recursive_triggers=ON", "cache_size=-32000", "temp_store=MEMORY"),
        ):
            self.connection.execute(f"PRAGMA {pragma}")
        self._lock: AbstractContextManager[None] = lock or nullcontext()

    def advance(self, case_id: int, step: str, by: Actor, at: datetime) -> None:
        """Finish one step of one case in a transaction of its own."""
        execute, when = self.connection.execute, stamped(at)
        with self._lock:
            execute("BEGIN IMMEDIATE")
            try:
                row = execute(ROW + SQLITE_FACTS + "WHERE c.id = ?", (case_id,)).fetchone()
                write_one(execute, decide(row, step, by, when), step, by, when)
                execute("COMMIT")
            except BaseException:
                execute("ROLLBACK")
                raise

    def advance_many(self, case_ids: Sequence[int], step: str, by: Actor, at: datetime) -> None:
        """Finish one step of many cases in one transaction."""
        when = stamped(at)
        with self._lock:
            self.connection.execute("BEGIN IMMEDIATE")
            plans = [decide(row, step, by, when) for row in self.many(case_ids)]
            write_many(self.connection.executemany, plans, step, by, when)
            self.connection.execute("COMMIT")

    def many(self, case_ids: Sequence[int]) -> list[Any]:
        """Read many cases with all that guards ask of them."""
        wanted = "WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY c.id"
        return self.connection.execute(ROW + SQLITE_FACTS + wanted, (json.dumps(list(case_ids)),)).fetchall()

    def plan(self, case_id: int, step: str, by: Actor, when: str) -> Plan:
        """Read one case and ask its guards, by itself."""
        return decide(self.rows(ROW + SQLITE_FACTS + "WHERE c.id = ?", (case_id,))[0], step, by, when)

    def keep(self, plan: Plan, step: str, by: Actor, when: str) -> None:
        """Write one case's plan in a transaction of its own."""
        self.connection.execute("BEGIN IMMEDIATE")
        write_one(self.connection.execute, plan, step, by, when)
        self.connection.execute("COMMIT")

    def rows(self, statement: str, values: Sequence[Any]) -> list[Any]:
        """Run a query and fetch all."""
        return self.connection.execute(statement, values).fetchall()

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


class Postgres:
    """By hand on psycopg: one statement after the other, prepared by the driver."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://", 1))

    def _execute(self, statement: str, values: Sequence[Any]) -> Any:
        return self.connection.execute(statement.replace("?", "%s"), values)

    def _executemany(self, statement: str, rows: Sequence[Sequence[Any]]) -> Any:
        cursor = self.connection.cursor()
        cursor.executemany(statement.replace("?", "%s"), rows)
        return cursor

    def advance(self, case_id: int, step: str, by: Actor, at: datetime) -> None:
        """Finish one step of one case in a transaction of its own."""
        when = stamped(at)
        with self.connection.transaction():
            row = self._execute(ROW + POSTGRES_FACTS + "WHERE c.id = ?", (case_id,)).fetchone()
            write_one(self._execute, decide(row, step, by, when), step, by, when)

    def advance_many(self, case_ids: Sequence[int], step: str, by: Actor, at: datetime) -> None:
        """Finish one step of many cases in one transaction."""
        when = stamped(at)
        with self.connection.transaction():
            plans = [decide(row, step, by, when) for row in self.many(case_ids)]
            write_many(self._executemany, plans, step, by, when)

    def many(self, case_ids: Sequence[int]) -> list[Any]:
        """Read many cases with all that guards ask of them."""
        wanted = "WHERE c.id = ANY(?) ORDER BY c.id"
        return list(self._execute(ROW + POSTGRES_FACTS + wanted, (list(case_ids),)).fetchall())

    def plan(self, case_id: int, step: str, by: Actor, when: str) -> Plan:
        """Read one case and ask its guards, by itself."""
        return decide(self.rows(ROW + POSTGRES_FACTS + "WHERE c.id = ?", (case_id,))[0], step, by, when)

    def keep(self, plan: Plan, step: str, by: Actor, when: str) -> None:
        """Write one case's plan in a transaction of its own."""
        with self.connection.transaction():
            write_one(self._execute, plan, step, by, when)

    def rows(self, statement: str, values: Sequence[Any]) -> list[Any]:
        """Run a query and fetch all."""
        with self.connection.transaction():
            return self._execute(statement, values).fetchall()

    def close(self) -> None:
        """Hang up."""
        self.connection.close()
