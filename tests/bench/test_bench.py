"""The bench runs from end to end at a tiny size; what it measures there means nothing.

The crowd before the public board has a test of its own, `tests/board/test_crowd.py`.
"""

import json

import pytest

from tests import databases
from tests.bench import table
from tests.bench.__main__ import PARTS, measure
from tests.bench.size import TINY


@pytest.mark.parametrize("part", [part for part in PARTS if part not in ("kills", "board")])
def test_every_part_of_the_bench_runs(part, run_folder):
    server = databases.postgres_server(run_folder)

    rows = list(measure(TINY, server, (part,), ("SQLite NORMAL", "PostgreSQL")))

    assert rows
    assert all(row.median >= 0 for row in rows)
    assert all(table.line(row).startswith(row.what) for row in rows)
    assert [row["what"] for row in json.loads(table.as_json(rows))] == [row.what for row in rows]
