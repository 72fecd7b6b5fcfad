"""A worklist page and a notice's PDF, each against the statements it runs, by hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from argon2 import PasswordHasher
from sqlalchemy import Engine, event

from publicity.documents import render
from states import passwords
from states.practice.staff import STAFF
from tests.bench.measure import Row, percentile, rounds, timed
from tests.bench.places import Place
from tests.bench.size import Size
from tests.publicity.papers import long_village
from tests.web.client import Visitor
from tests.web.office import furnish
from web.app import create_app
from web.settings import Settings

PASSWORD = "Qingshan-77"
LINES = """SELECT h.number, h.head_name, h.group_code, h.category, count(m.id)
           FROM household h LEFT JOIN member m ON m.household_id = h.id AND m.left_on IS NULL
           GROUP BY h.id ORDER BY h.group_code LIMIT ?"""


class Overheard:
    """The reading statements that the driver ran, with their values written out."""

    def __init__(self, db: Engine) -> None:
        self.statements: list[str] = []
        self._on = False
        event.listen(db, "checkout", lambda connection, *_: connection.set_trace_callback(self._note))

    def _note(self, statement: str) -> None:
        if self._on and statement.lstrip().upper().startswith(("SELECT", "WITH")):
            self.statements.append(statement)

    def __enter__(self) -> Overheard:
        self._on = True
        return self

    def __exit__(self, *_: object) -> None:
        self._on = False


def measure(place: Place, size: Size) -> Iterator[Row]:
    """In one process, without a server in between."""
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    db = place.connect()
    furnish(db, passwords.chosen(PASSWORD, "nobody"), size.page_households)
    app = create_app(Settings(data=place.folder, secret_key="k" * 40, sign_ins_per_minute=1000, log_level="ERROR"), db)
    visitor = Visitor(app)
    person = next(one for one in STAFF if one.role == "village")
    visitor.sign_in(person.id, PASSWORD)
    overheard = Overheard(db)
    address = "/worklist"
    shown = visitor.client.get(address)
    assert shown.status_code == 200, shown.status
    with overheard:
        visitor.client.get(address)
    with closing(sqlite3.connect(place.file)) as hand:
        yield from _page(visitor, address, hand, overheard.statements, size)
        yield from _notice(hand, size)
    db.dispose()


def _page(visitor: Visitor, address: str, hand: sqlite3.Connection, statements: list[str], size: Size) -> Iterator[Row]:
    took: list[float] = []

    def page() -> float:
        again = [timed(lambda: visitor.client.get(address)) for _ in range(10)]
        took.extend(again)
        return percentile(again, 0.5)

    def by_hand() -> float:
        return timed(lambda: [hand.execute(statement).fetchall() for statement in statements])

    taken = rounds({"page": page, "raw": by_hand}, size.rounds)
    note = f"{taken.middle('page') * 1000:.1f} ms, {len(statements)} statements"
    yield Row("worklist page / its statements by hand", "SQLite", taken.ratios("page", "raw"), 8.0, note=note)
    milliseconds = [one * 1000 for one in took]
    yield Row("  p95 of the page, one client", "SQLite", [percentile(milliseconds, 0.95)], 20, unit=" ms")


def _notice(hand: sqlite3.Connection, size: Size) -> Iterator[Row]:
    n = min(120, size.page_households)
    values = long_village(n)
    render("village_notice", values)
    taken = rounds(
        {
            "pdf": lambda: timed(lambda: render("village_notice", values)),
            "raw": lambda: timed(lambda: hand.execute(LINES, (n,)).fetchall()),
        },
        min(3, size.rounds),
    )
    note = f"{taken.middle('pdf') * 1000:,.0f} ms; typesetting is nearly all of it"
    yield Row(
        f"notice PDF of {n} households / reading its lines by hand", "SQLite", taken.ratios("pdf", "raw"), note=note
    )
