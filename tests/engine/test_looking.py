"""What is looked for once in a look, and what each time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine.db import once, reading, work


class Looking:
    """Counts how often somebody looked."""

    def __init__(self) -> None:
        self.n = 0

    def __call__(self) -> int:
        self.n += 1
        return self.n


@pytest.mark.parametrize(("open_", "seen"), [(reading, [1, 1, 2]), (work, [1, 2, 3])])
def test_a_reading_looks_once_for_each_name_and_a_transaction_that_writes_each_time(
    sqlite_db: Engine, open_: Callable[[Engine], Session], seen: list[int]
) -> None:
    look = Looking()
    with open_(sqlite_db) as session:
        assert [once(session, name, look) for name in ("a", "a", "b")] == seen


def test_the_next_reading_looks_again(sqlite_db: Engine) -> None:
    look = Looking()
    for n in (1, 2):
        with reading(sqlite_db) as session:
            assert once(session, "a", look) == n
