"""A list of households from one workbook: reading against the library alone, taking in against bulk inserts by hand."""

from __future__ import annotations

import gc
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any

import python_calamine
from sqlalchemy import Engine, text

from engine.actors import Actor
from engine.db import reading, work
from engine.ledger import canonical, tail_of
from states import imports, samples
from states.exchange.lots import take_lots
from states.households import Draft
from states.imports import Preview
from states.members import spelling
from states.packs import store
from tests.bench.measure import Row, Turn, rounds, timed
from tests.bench.places import Place
from tests.bench.raw import stamped
from tests.bench.size import Size
from tests.states.register import AT

BY = Actor("t1", "和志强", "township", samples.TOWNSHIP)
GOAL = 2.0


def measure(place: Place, size: Size) -> Iterator[Row]:
    """Reading, then taking in beside the same rows by hand, in the same database."""
    data = samples.workbook(size.import_households)
    sheet = imports.read(data, "名单.xlsx")
    if place.kind != "SQLite FULL":
        read = rounds({"ours": lambda: timed(lambda: imports.read(data, "名单.xlsx")), "library": _library(data)}, 3)
        what = f"reading {len(sheet.rows):,} lines / the library alone"
        yield Row(what, place.kind, read.ratios("ours", "library"), GOAL, note=f"{read.middle('ours'):.2f} s")
    db = place.connect()
    with work(db) as session:
        session.add_all(samples.regions())
        session.flush()
        store.install_shipped(session, AT)
    with reading(db) as session:
        looked = imports.preview(session, sheet, BY)
        definition = store.in_force(session, BY.area, date(2021, 10, 18)).definition
    del sheet
    gc.collect()

    def ours() -> float:
        _empty(db)
        return timed(lambda: take_lots(db, looked, definition, BY, AT))

    turns: dict[str, Turn] = {"ours": ours, "raw": lambda: _by_hand(db, looked)}
    taken = rounds(turns, size.turns)
    members, households = looked.members, len(looked.drafts)
    what = f"taking in {households:,} households, {members:,} members / raw bulk insert"
    note = f"{taken.middle('ours'):.2f} s; by hand {taken.middle('raw'):.2f} s"
    yield Row(what, place.kind, taken.ratios("ours", "raw"), GOAL, note=note)
    db.dispose()


def _library(data: bytes) -> Turn:
    def read() -> object:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return book.get_sheet_by_index(0).to_python()

    return lambda: timed(read)


TABLES = ("import_lot", "import_batch", "member", "household", "entry", "tally")


def _empty(db: Engine) -> None:
    """Let there be no household again, past the triggers that keep the ledger."""
    with work(db) as session:
        connection = session.connection()
        if db.dialect.name == "postgresql":
            session.execute(text("ALTER TABLE entry DISABLE TRIGGER USER"))
            for table in (*TABLES, "case"):
                session.execute(text(f'DELETE FROM "{table}"'))
            session.execute(text("ALTER TABLE entry ENABLE TRIGGER USER"))
            return
        guards = session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        for name, _ in guards:
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        for table in (*TABLES, "case"):
            connection.exec_driver_sql(f'DELETE FROM "{table}"')
        for _, statement in guards:
            connection.exec_driver_sql(statement)


def _by_hand(db: Engine, looked: Preview) -> float:
    """The same households with cases, entries and seals, each table as one statement of the driver, committed."""
    _empty(db)
    is_sqlite = db.dialect.name == "sqlite"

    def whole() -> None:
        with db.connect().execution_options(shouxian_writes=True) as connection, connection.begin():
            cursor = connection.connection.cursor()
            for name, rows in _rows(looked.drafts):
                _put(cursor, name, rows, is_sqlite)

    return timed(whole)


def _rows(drafts: Sequence[Draft]) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    when, numbers = stamped(AT), count(1)
    facts = canonical({"state": "candidate", "definition": "d" * 64})
    tail = tail_of("opened", BY, when, facts)
    ids = [next(numbers) for _ in drafts]
    seals = [hashlib.sha256(f'["",{one},1,{tail}'.encode()).hexdigest() for one in ids]
    case = {"kind": "household", "definition": "d" * 64, "state": "candidate", "version": 1, "sequence": 1}
    entry = {"sequence": 1, "kind": "opened", "actor_id": BY.id, "actor_name": BY.name, "actor_role": BY.role}
    yield (
        "case",
        [
            case | {"id": one, "area": draft.group_code, "head": seal, "opened_at": when}
            for one, draft, seal in zip(ids, drafts, seals, strict=True)
        ],
    )
    yield (
        "entry",
        [
            entry | {"case_id": one, "at": when, "facts": facts, "seal": seal}
            for one, seal in zip(ids, seals, strict=True)
        ],
    )
    yield (
        "household",
        [
            _place(draft) | draft.columns | {"id": one, "case_id": one, "created_at": when}
            for one, draft in zip(ids, drafts, strict=True)
        ],
    )
    yield (
        "member",
        [
            {"left_reason": "", **_place(draft), **spelling(member["name"]), **member, "household_id": one}
            | {"birth_on": str(member["birth_on"])}
            for one, draft in zip(ids, drafts, strict=True)
            for member in draft.members
        ],
    )


def _place(draft: Draft) -> dict[str, str]:
    code = draft.group_code
    return {"group_code": code, "village": code[:12], "township": code[:9]}


def _put(cursor: Any, table: str, rows: Sequence[Mapping[str, Any]], is_sqlite: bool) -> None:
    names = list(rows[0])
    columns, marks = ", ".join(names), ", ".join(["?" if is_sqlite else "%s"] * len(names))
    statement = f'INSERT INTO "{table}" ({columns}) VALUES ({marks})'
    cursor.executemany(statement, [tuple(row[name] for name in names) for row in rows])
