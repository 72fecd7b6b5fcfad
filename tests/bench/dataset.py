"""Cases in the middle of their work, written straight into the tables, with chains that verify."""

# ruff: noqa: E501 - a statement reads best in one piece

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine.db import stamp, work
from engine.hot import cursor_of, dialect_of
from engine.ledger import canonical, seal_of, tail_of
from engine.runs import NO_DATE, OPEN, UNDER_WAY, WAITING
from engine.tallies import add
from tests.bench.office import ACTORS, BENCH, COUNTY, INCLUDE, KINDS, NOW

HOUSEHOLDS = 40  # of a village
SHARED = ("minutes", "roster")  # one meeting speaks for its whole village
SHARED_FROM = 1_000_000_000
SAID: dict[str, dict[str, Any]] = {
    "visit": {"visitors": 2, "income": 5600, "income_per_head": 1400, "risk": "illness", "needs": ["medical", "work"]},
    "minutes": {"present": 23, "invited": 26, "chaired_by": "u4", "topic": "民主评议"},
    "roster": {"heads": 23},
    "application": {"signed": True, "signed_on": "2021-10-12"},
    "consent": {"signed": True, "people": 4},
    "photo": {"places": 2, "first_on": "2021-10-25", "last_on": "2021-10-29"},
}
COLUMNS = {
    "case": "id kind definition area state version sequence head opened_at",
    "run": "id case_id move definition status started_at",
    "entry": "case_id sequence kind actor_id actor_name actor_role at facts seal",
    "step": "run_id name case_id status role desk area round due_on opened_at seen_by done_by done_by_name remark returned_by",
    "evidence": "id kind happened_on recorded_at recorded_by recorded_by_name body digest late reason",
    "exhibit": "evidence_id case_id run_id step kind happened_on recorded_by facts superseded",
}


def area_of(case_id: int) -> str:
    """The villager group of a household: 13 villages to a township, as in the county of the source."""
    village = case_id // HOUSEHOLDS
    return f"{COUNTY}{100 + village // 13}{200 + village % 13}{case_id % 4 + 10}"


def load(session: Session, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Insert many rows the quickest way the database has."""
    columns, cursor = COLUMNS[table].split(), cursor_of(session)
    if dialect_of(session) == "postgresql":
        with cursor.copy(f'COPY "{table}" ({", ".join(columns)}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
    else:
        cursor.executemany(
            f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({", ".join("?" * len(columns))})', rows
        )


def make_cases(db: Engine, first: int, n: int) -> list[int]:
    """`n` cases from id `first`, each with its run at the first step and all its evidence recorded."""
    ids = list(range(first, first + n))
    when, day, by = stamp(NOW), NOW.date().isoformat(), ACTORS["visit"]
    told = canonical({"definition": BENCH.digest, "state": BENCH.initial})
    tail = tail_of("opened", by, when, told)
    seals = {i: seal_of("", i, 1, tail) for i in ids}
    with work(db) as session:
        load(
            session,
            "case",
            ((i, "bench", BENCH.digest, area_of(i), BENCH.initial, 1, 1, seals[i], when) for i in ids),
        )
        load(session, "run", ((i, i, "include", BENCH.digest, UNDER_WAY, when) for i in ids))
        cursor_of(session).execute(f'UPDATE "case" SET run_id = id WHERE id BETWEEN {ids[0]} AND {ids[-1]}')
        load(session, "entry", ((i, 1, "opened", by.id, by.name, by.role, when, told, seals[i]) for i in ids))
        load(session, "step", (row for i in ids for row in _steps(i, when)))
        load(session, "evidence", _evidence(ids, when, day))
        load(session, "exhibit", (row for i in ids for row in _exhibits(i, day, first)))
        add(session, [("bench", area, BENCH.initial, count) for area, count in Counter(map(area_of, ids)).items()])
    _settle(db)
    return ids


def _settle(db: Engine) -> None:
    """Let the database look at its tables, as it does by itself in an office's night."""
    with db.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _steps(case_id: int, when: str) -> Iterable[Sequence[Any]]:
    area = area_of(case_id)
    for spec in INCLUDE.steps:
        status, opened = (WAITING, None) if spec.after else (OPEN, when)
        desk = area[: spec.level]
        yield (
            *(case_id, spec.name, case_id, status, spec.by, desk, area),
            *(1, NO_DATE.isoformat(), opened, "", "", "", "", ""),
        )


def _number(case_id: int, kind: str, first: int) -> int:
    begin = SHARED_FROM + max(first, case_id // HOUSEHOLDS * HOUSEHOLDS) if kind in SHARED else case_id
    return begin * 8 + KINDS.index(kind)


def _evidence(ids: Sequence[int], when: str, day: str) -> Iterable[Sequence[Any]]:
    by = ACTORS["visit"]
    numbers = {_number(i, kind, ids[0]): kind for i in ids for kind in KINDS}
    for number, kind in numbers.items():
        yield number, kind, day, when, by.id, by.name, canonical(SAID[kind]), "0" * 64, False, ""


def _exhibits(case_id: int, day: str, first: int) -> Iterable[Sequence[Any]]:
    for kind in KINDS:
        said = SAID[kind] | ({"income": 4000 + case_id % 3000} if kind == "visit" else {})
        yield _number(case_id, kind, first), case_id, case_id, "", kind, day, ACTORS["visit"].id, canonical(said), False
