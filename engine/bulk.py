"""Many new rows of one table, as the driver takes them fastest: COPY on PostgreSQL, tuples on SQLite.

The mapping stays the only source of columns, defaults and types; what is left out is one object per row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from typing import Any

from sqlalchemy import Column, Dialect, Table, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.hot import connection_of, cursor_of, dialect_of

Rows = Sequence[Mapping[str, Any]]


def reserve(session: Session, table: Table, n: int) -> list[int]:
    """The next `n` ids of a table, in rising order, for rows that this transaction is about to insert.

    On SQLite they are free because whoever writes holds the file alone; on PostgreSQL they are drawn.
    """
    if dialect_of(session) == "postgresql":
        drawn = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :n)")
        return sorted(session.scalars(drawn, {"name": f'"{table.name}"', "n": n}))
    last = session.scalar(select(func.max(table.c.id))) or 0
    return list(range(last + 1, last + n + 1))


def insert_rows(session: Session, table: Table, rows: Rows) -> None:
    """Insert the rows, defaults of the mapping filled in; raise IntegrityError as SQLAlchemy does.

    All rows have the columns of the first one.
    """
    if not rows:
        return
    session.flush()
    dialect = connection_of(session).dialect
    columns = [column for column in table.columns if column.name in rows[0] or _has_default(column)]
    names = ", ".join(f'"{column.name}"' for column in columns)
    values = zip(*(_values(column, rows, dialect) for column in columns), strict=False)  # defaults repeat for ever
    try:
        if dialect.name == "postgresql":
            with cursor_of(session).copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
                for row in values:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" * len(columns))
            cursor_of(session).executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', values)  # noqa: S608 - names of the mapping
    except dialect.loaded_dbapi.IntegrityError as refused:
        raise IntegrityError(f"INSERT INTO {table.name}", None, refused) from None


def _has_default(column: Column[Any]) -> bool:
    return column.default is not None and column.default.is_scalar


def _values(column: Column[Any], rows: Rows, dialect: Dialect) -> Any:
    process: Callable[[Any], Any] | None = column.type.dialect_impl(dialect).bind_processor(dialect)
    if column.name not in rows[0]:
        default: Any = getattr(column.default, "arg", None)
        return repeat(process(default) if process else default)
    name = column.name
    return (process(row[name]) for row in rows) if process else (row[name] for row in rows)
