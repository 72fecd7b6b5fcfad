"""Counting no further than a chip tells."""

from __future__ import annotations

import pytest
from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from engine.counting import shown, up_to


@pytest.mark.parametrize(("rows", "most", "counted", "told"), [(2, 3, 2, "2"), (3, 3, 3, "3"), (7, 3, 4, "3+")])
def test_a_count_stops_one_beyond_the_most(session: Session, rows: int, most: int, counted: int, told: str) -> None:
    some = union_all(*(select(literal(n).label("n")) for n in range(rows))).subquery()

    found = up_to(session, select(some.c.n), most)

    assert (found, shown(found, most)) == (counted, told)
