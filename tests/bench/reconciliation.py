"""A ledger laid against ours: reading, comparing and storing it, against reading it and moving its rows by hand."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import date

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from engine.db import reading, work
from states import workbooks
from states.book import open_book
from states.codes import codes
from states.members import Member
from states.reconciliation import taking
from states.reconciliation.ledgers import Ledger, by_id
from states.reconciliation.looking import look
from states.reconciliation.reading import read
from states.reconciliation.taking import take
from tests.bench.measure import Row, Turn, rounds
from tests.bench.places import Place
from tests.bench.quality import AT, OPERATOR
from tests.bench.size import Size
from tests.bench.villagers import make_villagers

HEADINGS, FILE = ("证件号码", "姓名", "性别", "民族"), "导出.xlsx"
DAY = date(2021, 11, 15)
OTHERWISE = 50
"""One line of so many says something else than ours."""
GOAL = 2.0
OFTEN = 50_000
"""A longer ledger is laid beside ours once only."""


class Undo(Exception):
    """Leaves everything as it was, so that the next turn finds the same."""


def measure(small: Place, large: Place, size: Size) -> Iterator[Row]:
    """A ledger of a tenth of the lines and of all: what it takes, and how many questions to the database."""
    for place, lines in ((small, size.ledger_lines // 10), (large, size.ledger_lines)):
        db = place.connect()
        make_villagers(db, lines)
        ledger, data = by_id()["national-members"], _export(db)
        asked: list[int] = []
        turns: dict[str, Turn] = {
            "ours": lambda db=db, ledger=ledger, data=data, asked=asked: _ours(db, ledger, data, asked),
            "raw": lambda db=db, ledger=ledger, data=data: _by_hand(db, ledger, data),
        }
        took = rounds(turns, size.turns if lines <= OFTEN else 1)
        kind = place.kind.removesuffix(" NORMAL")
        note = f"{took.middle('ours'):.1f} s, {asked[-1]} statements; by hand {took.middle('raw'):.1f} s"
        what = f"a ledger of {lines:,} lines laid beside ours / read, SELECT, INSERT"
        yield Row(what, kind, took.ratios("ours", "raw"), GOAL, note=note)
        db.dispose()


def _export(db: Engine) -> bytes:
    """The system's export of everybody, one name of fifty another."""
    with reading(db) as session:
        people = session.execute(_people()).all()
    labels = {name: codes(name).labels for name in ("sex", "ethnicity")}
    rows = [
        [row.person, row.name, labels["sex"].get(row.sex, ""), labels["ethnicity"].get(row.ethnicity, "")]
        for row in people
    ]
    for row in rows[::OTHERWISE]:
        row[1] += "某"
    return workbooks.write(HEADINGS, rows)


def _people() -> object:
    columns = (Member.person, Member.name, Member.group_code, Member.household_id, Member.id, Member.sex)
    here = select(*columns, Member.ethnicity).where(Member.left_on.is_(None), Member.person != "")
    return here.order_by(Member.id)


def _undone(db: Engine, act: Callable[[Session], object]) -> float:
    begun = time.perf_counter()
    try:
        with work(db) as session:
            act(session)
            begun = time.perf_counter() - begun
            raise Undo
    except Undo:
        return begun


def _ours(db: Engine, ledger: Ledger, data: bytes, asked: list[int]) -> float:
    statements: list[str] = []

    def note(*told: object) -> None:
        statements.append(str(told[2])[:20])

    def act(session: Session) -> None:
        sheet = workbooks.read(data, FILE, ledger.headings)
        looked = look(session, ledger, sheet, DAY, OPERATOR, DAY)
        take(session, open_book(), looked, by=OPERATOR, at=AT)

    event.listen(db, "before_cursor_execute", note)
    seconds = _undone(db, act)
    event.remove(db, "before_cursor_execute", note)
    asked.append(len(statements))
    return seconds


def _by_hand(db: Engine, ledger: Ledger, data: bytes) -> float:
    """Read the file with its cells checked, fetch ours, store the lines: what nobody can leave out."""

    def act(session: Session) -> None:
        lines = read(ledger, workbooks.read(data, FILE, ledger.headings))
        session.connection().exec_driver_sql(
            "INSERT INTO outside_file (ledger, area, as_of_on, digest, name, rows, left_out, problems, taken_by,"
            " taken_by_name, taken_at) VALUES ('x', '53', '2021-11-15', 'x', 'x', 0, 0, '[]', 'x', 'x', '2021-11-15')"
        )
        file = session.connection().exec_driver_sql("SELECT max(id) FROM outside_file").scalar()
        mine = {row[0]: row for row in session.execute(_people()).all()}
        rows = [
            {"file_id": file, "key": key, "area": mine[key][2], "number": lines.numbers[key]}
            | {"facts": json.dumps(facts)}
            for key, facts in lines.lines.items()
        ]
        taking.insert_rows(session, taking.ROWS, rows)

    return _undone(db, act)
