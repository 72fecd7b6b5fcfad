"""Which files the database speaks of: every digest that stands in any text of any table.

Files are known by their digest alone, so whatever refers to one has its digest in a column, be it by itself or inside
a longer text. The tables are read from the database, not from the program: one that nobody thought of is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import MetaData, String, Table, select
from sqlalchemy.orm import Session

DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
AT_ONCE = 2000

Skip = Callable[[Mapping[str, Any], str], bool]
"""Whether a column of a row does not count: (row, column)."""


def referred(session: Session, skip: Mapping[str, Skip]) -> set[str]:
    """Every digest that the database speaks of; `skip` says, by table, which columns of which rows do not count."""
    known = MetaData()
    known.reflect(session.connection())
    found: set[str] = set()
    for table in known.tables.values():
        found |= _of_table(session, table, skip.get(table.name))
    return found


def _of_table(session: Session, table: Table, skip: Skip | None) -> set[str]:
    texts = [column for column in table.columns if isinstance(column.type, String) and _is_wide(column.type)]
    if not texts:
        return set()
    found: set[str] = set()
    wanted = list(table.columns) if skip else texts
    rows = session.execute(select(*wanted).execution_options(yield_per=AT_ONCE)).mappings()
    for row in rows:
        for column in texts:
            text = row[column]
            if text and not (skip and skip({str(key): value for key, value in row.items()}, column.name)):
                found.update(DIGEST.findall(text))
    return found


def _is_wide(kind: String) -> bool:
    """Whether a digest has room in it."""
    return kind.length is None or kind.length >= 64
