"""A county of any size inside the database: its households with their ledger, those in work, doubts about data.

Twenty townships of twenty-five villages with ten groups each, as large counties are; three in a hundred households
are monitored, one in a hundred each is free of risk or flagged again, six are on their way through a plan that asks
fifteen departments, as many at each of its steps; two in a hundred have a doubt.
"""

# ruff: noqa: E501 - a statement reads best in one piece

from __future__ import annotations

from sqlalchemy import Engine

from engine.db import reading
from engine.definition import Definition
from states.packs.build import LEVEL
from states.packs.known import stored
from states.packs.store import of_digest

COUNTY, TOWNSHIPS, VILLAGES = "533401", 20, 25
FIRST, DOUBTS = 10_000_000, 20_000_000
"""Where the ids of its cases begin, and those of its doubts."""
PLACE = f"""
SELECT n, n % 100 AS k, '{COUNTY}' || (300 + v / {VILLAGES}) || (200 + v % {VILLAGES}) || (10 + n % 10) AS area
FROM (SELECT n, n * 37 % {TOWNSHIPS * VILLAGES} AS v FROM number) AS spread
"""
PLAN, MOVE = "xiaozhongdian-2021", "identify"
SEAL = "'0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'"
ENTRY = "INSERT INTO entry (case_id, sequence, kind, actor_id, actor_name, actor_role, at, facts, seal)"


def make_county(db: Engine, n: int) -> None:
    """Put the county beside what is there already."""
    on_file = db.dialect.name == "sqlite"
    with reading(db) as session:
        definition = of_digest(session, stored(session)[PLAN].digest).definition
    with db.begin() as connection:
        run = connection.connection.cursor().execute  # SQLAlchemy would take each % for a parameter
        recursive = f"WITH RECURSIVE c(n) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT n + 1 FROM c WHERE n < {n}) SELECT n FROM c"
        run(f"CREATE TEMPORARY TABLE number AS {recursive}")
        run(f"CREATE TEMPORARY TABLE place AS {PLACE}")
        for statement in _statements(on_file, definition):
            run(statement)
    with db.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE" if on_file else "VACUUM ANALYZE")  # as a database that is in use stands


def _at(day: str, on_file: bool) -> str:
    text = f"'{day}T01:00:00.000000Z'"
    return text if on_file else f"CAST({text} AS timestamptz)"


def _moved(sequence: int, which: str, state: str, move: str, at: str) -> str:
    facts = f'\'{{"act":"{move}","move":"{move}","state":"{state}"}}\''
    return f"{ENTRY} SELECT {FIRST} + n, {sequence}, 'moved', 'u1', '经办人', 'county', {at}, {facts}, {SEAL} FROM place WHERE {which}"


def _statements(on_file: bool, definition: Definition) -> list[str]:
    procedure = definition.by_name[MOVE].procedure
    assert procedure is not None
    steps = ", ".join(f"('{one.name}', '{one.by}', {LEVEL[one.by]}, {i})" for i, one in enumerate(procedure.steps))
    stands = f"n / 100 % {len(procedure.steps)}"
    begun, now = _at("2021-02-01", on_file), _at("2021-10-12", on_file)
    opened = '\'{"definition":"bench-1","state":"candidate"}\''
    doubted = '\'{"definition":"finding-1","state":"open"}\''
    due = "CASE WHEN n % 4 = 0 THEN '2021-10-' || (20 + n % 5) ELSE '2021-11-' || (10 + n % 10) END"
    case = 'INSERT INTO "case" (id, kind, definition, area, state, version, sequence, head, opened_at)'
    state = "CASE WHEN k < 3 THEN 'monitored' WHEN k = 3 THEN 'risk_eliminated' WHEN k = 4 THEN 're_flagged' ELSE 'candidate' END"
    return [
        "INSERT INTO region (code, level, name, parent, phone, address, contact_hours) "
        f"SELECT DISTINCT substr(area, 1, 9), 'township', '乡镇' || substr(area, 7, 3), '{COUNTY}', '', '', '' FROM place",
        "INSERT INTO region (code, level, name, parent, phone, address, contact_hours) "
        "SELECT DISTINCT substr(area, 1, 12), 'village', '村' || substr(area, 10, 3), substr(area, 1, 9), '', '', '' FROM place",
        f"{case} SELECT {FIRST} + n, 'household', 'bench-1', area, {state}, 1, 4, '', {begun} FROM place",
        f"{case} SELECT {DOUBTS} + n, 'finding', 'finding-1', area, 'open', 1, 1, '', {begun} FROM place WHERE n % 50 = 7",
        f"{ENTRY} SELECT {FIRST} + n, 1, 'opened', 'u1', '经办人', 'village', {begun}, {opened}, {SEAL} FROM place",
        f"{ENTRY} SELECT {DOUBTS} + n, 1, 'opened', 'u1', '经办人', 'village', {now}, {doubted}, {SEAL} FROM place WHERE n % 50 = 7",
        _moved(2, "k <= 4", "monitored", "identify", _at("2021-05-03", on_file)),
        _moved(3, "k IN (3, 4)", "risk_eliminated", "eliminate", _at("2021-08-11", on_file)),
        _moved(4, "k = 4", "re_flagged", "re_flag", _at("2021-09-20", on_file)),
        "INSERT INTO run (id, case_id, move, definition, status, started_at, purpose) "
        f"SELECT {FIRST} + n, {FIRST} + n, '{MOVE}', '{definition.digest}', 'under-way', {now}, 'move' FROM place WHERE k < 6",
        "INSERT INTO step (run_id, name, case_id, status, role, desk, area, round, due_on, opened_at, done_at, seen_by, done_by, "
        f"done_by_name, remark, returned_by) SELECT {FIRST} + n, s.name, {FIRST} + n, CASE WHEN {stands} = s.i THEN 'open' WHEN {stands} > s.i "
        "THEN 'done' ELSE 'waiting' END, s.role, substr(area, 1, s.level), area, 1, "
        f"CAST({due} AS {'text' if on_file else 'date'}), {now}, CASE WHEN {stands} > s.i THEN {_at('2021-10-20', on_file)} END, '', '', '', '', '' "
        f"FROM place CROSS JOIN (SELECT column1 AS name, column2 AS role, column3 AS level, column4 AS i FROM (VALUES {steps}) AS w) AS s "
        "WHERE k < 6",
        f'INSERT INTO tally (kind, area, state, n) SELECT kind, area, state, count(*) FROM "case" WHERE id > {FIRST} GROUP BY kind, area, state',
    ]
