"""The table that people read, and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tests.bench.measure import Row

WIDTHS = (66, 16, 12, 10, 20, 6)


def _number(value: float, unit: str) -> str:
    return f"{value:.0f}{unit}" if value >= 100 else f"{value:.2f}{unit}"


def _goal(row: Row) -> str:
    return "" if row.limit is None else f"{'>=' if row.at_least else '<='} {row.limit:g}{row.unit}"


def line(row: Row) -> str:
    """One row as a line of text."""
    spread = f"({_number(min(row.measured), '')}-{_number(max(row.measured), '')})" if len(row.measured) > 1 else ""
    meets = {True: "yes", False: "NO", None: ""}[row.meets]
    cells = (row.what, row.database, _goal(row), _number(row.median, row.unit), spread, meets)
    return "".join(f"{cell:<{width}}" for cell, width in zip(cells, WIDTHS, strict=True)) + row.note


def head() -> str:
    """The heading of the table."""
    cells = ("what", "database", "goal", "median", "(min-max)", "meets")
    return "".join(f"{cell:<{width}}" for cell, width in zip(cells, WIDTHS, strict=True)) + "\n" + "-" * sum(WIDTHS)


def as_json(rows: Iterable[Row]) -> str:
    """All rows as JSON."""
    return json.dumps(
        [
            {
                "what": row.what,
                "database": row.database,
                "goal": _goal(row),
                "median": row.median,
                "min": min(row.measured),
                "max": max(row.measured),
                "unit": row.unit,
                "meets": row.meets,
                "note": row.note,
            }
            for row in rows
        ],
        ensure_ascii=False,
        indent=1,
    )
