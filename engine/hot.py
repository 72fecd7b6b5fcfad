"""The few statements that run thousands of times: written once in SQLAlchemy, compiled once, run on the driver.

The mapping stays the only source of names; what is saved is SQLAlchemy's work per execution,
which is a multiple of the statement's own cost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, BigInteger, Connection, Text, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql import ClauseElement


def dialect_of(session: Session) -> str:
    """The name of the database behind a session."""
    bind = session.bind
    return bind.dialect.name if bind is not None else session.get_bind().dialect.name


def cursor_of(session: Session) -> Any:
    """A cursor of the driver inside the session's own transaction."""
    return connection_of(session).connection.cursor()


def connection_of(session: Session) -> Connection:
    """The session's connection: the one it was made on, as `work` and `reading` do, without asking around for it."""
    bind = session.bind
    return bind if isinstance(bind, Connection) and bind.in_transaction() else session.connection()


def listed(dialect: str, name: str) -> Any:
    """The numbers bound under `name` as rows to choose from; `as_list` makes what is bound."""
    if dialect == "postgresql":
        return select(func.unnest(bindparam(name, type_=ARRAY(BigInteger))).column_valued("listed"))
    return select(func.json_each(bindparam(name, type_=Text)).table_valued("value").c.value)


def as_list(session: Session, numbers: Sequence[int | None]) -> Any:
    """Numbers in the form in which a list of any length is one parameter."""
    return list(numbers) if dialect_of(session) == "postgresql" else json.dumps(numbers)


def paired(dialect: str, name: str) -> Any:
    """What is bound under `name` as rows of a text `key` and a text `value`; `as_pairs` makes what is bound."""
    bound = bindparam(name, type_=Text)
    rows = func.json_each_text(cast(bound, JSON)) if dialect == "postgresql" else func.json_each(bound)
    return rows.table_valued("key", "value").alias("paired")


def as_pairs(pairs: Mapping[Any, str]) -> str:
    """A mapping in the form in which one of any length is one parameter."""
    return json.dumps(dict(pairs))


class Hot:
    """A statement with named parameters, given as a function of the dialect's name."""

    def __init__(self, build: Callable[[str], ClauseElement]) -> None:
        self._build = build
        self._compiled: dict[str, tuple[str, dict[str, Any]]] = {}
        self._order: tuple[str, tuple[str, ...]] | None = None

    def _of(self, session: Session) -> tuple[str, dict[str, Any]]:
        dialect = dialect_of(session)
        if dialect not in self._compiled:
            kind: Any = SQLiteDialect_pysqlite if dialect == "sqlite" else PGDialect_psycopg
            style = "named" if dialect == "sqlite" else "pyformat"
            compiled = self._build(dialect).compile(dialect=kind(paramstyle=style))
            constants = {name: value for name, value in compiled.params.items() if value is not None}
            self._compiled[dialect] = str(compiled), constants
        return self._compiled[dialect]

    def rows(self, session: Session, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """Run it and fetch all."""
        return list(self.cursor(session, values).fetchall())

    def cursor(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Run it and answer the driver's cursor."""
        statement, constants = self._of(session)
        cursor = cursor_of(session)
        cursor.execute(statement, {**constants, **values})
        return cursor

    def cursor_many(self, session: Session, values: Iterable[Mapping[str, Any]]) -> Any:
        """Run it for each set of values and answer the driver's cursor."""
        statement, constants = self._of(session)
        cursor = cursor_of(session)
        cursor.executemany(statement, [{**constants, **row} for row in values] if constants else list(values))
        return cursor

    def columns(self, session: Session, values: Mapping[str, Iterable[Any]]) -> Any:
        """Run it once for each row of these columns, on SQLite, and answer the driver's cursor.

        Rows travel as tuples: with names the driver looks each of them up again for each row.
        """
        if self._order is None:
            compiled = self._build("sqlite").compile(dialect=SQLiteDialect_pysqlite(paramstyle="qmark"))
            self._order = str(compiled), tuple(compiled.positiontup or ())  # type: ignore[attr-defined]
        statement, names = self._order
        cursor = cursor_of(session)
        cursor.executemany(statement, zip(*(values[name] for name in names), strict=False))  # some repeat for ever
        return cursor
