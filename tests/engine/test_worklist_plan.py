"""The first page of everybody's work in a province is read in its order, on both databases; nothing is sorted."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import Engine, event

from engine import worklist
from engine.db import reading
from engine.worklist import Desk, Place
from tests.bench.register import make_register

HOUSEHOLDS = 20_000
WIDE = [("53", None), ("5310", None), ("", None), ("53", Place(date(2021, 12, 15), HOUSEHOLDS // 2, "visit"))]


def plan(db: Engine, desk: Desk, after: Place | None) -> str:
    """How the database goes about a page."""
    asked: list[tuple[str, object]] = []
    with reading(db) as session:
        connection = session.connection()

        def note(_c: object, _cursor: object, statement: str, told: object, *_more: object) -> None:
            asked.append((statement, told))

        event.listen(connection, "before_cursor_execute", note)
        assert worklist.page(session, desk, after=after)
        event.remove(connection, "before_cursor_execute", note)
        [(statement, told)] = asked
        explain = "EXPLAIN QUERY PLAN " if db.dialect.name == "sqlite" else "EXPLAIN "
        return "\n".join(str(row) for row in connection.exec_driver_sql(explain + statement, told))  # type: ignore[arg-type]


@pytest.fixture
def province(db: Engine) -> Engine:
    """A register large enough for a plan to matter."""
    make_register(db, HOUSEHOLDS)
    return db


def test_a_page_of_a_province_follows_the_order_of_an_index(province: Engine) -> None:
    for area, after in WIDE:
        told = plan(province, Desk("", area), after)

        assert "ix_step_due" in told, told
        assert not re.search(r"TEMP B-TREE|Sort|Seq Scan", told), told


def test_pages_of_a_province_follow_one_another_without_gap_or_repetition(province: Engine) -> None:
    found: list[tuple[date, int, str]] = []
    after = None
    with reading(province) as session:
        while items := worklist.page(session, Desk("", "53"), after=after, limit=1000):
            after = worklist.place_of(items[-1])
            found += [(after_.due_on, after_.case_id, after_.step) for after_ in map(worklist.place_of, items)]
        counted = sum(worklist.counts(session, Desk("", "53")).values())

    assert found == sorted(set(found))
    assert len(found) == counted > 5000
