"""Fresh databases for the tests: copies of a template that is made once per run.

`folder` is the run's own folder, shared by the workers of pytest-xdist; whoever
comes first makes the server and the templates in it, the others wait for the lock.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from engine.db import connect
from states import schema
from tests.postgres import CONFIGURED, local_server

TEMPLATE = "shouxian_template"
Content = Callable[[Engine], None]
"""Puts into a new database what its copies begin with; its name is the template's."""


def create_schema(db: Engine) -> None:
    """The one place that makes a test database what an installed one is."""
    schema.create(db)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def sqlite_template(folder: Path, content: Content = create_schema) -> Path:
    """A migrated SQLite file, empty but for its content."""
    template = folder / f"{content.__name__}.sqlite"
    with _one_at_a_time(folder):
        if not template.exists():
            draft = folder / "draft.sqlite"
            db = connect(f"sqlite:///{draft}")
            content(db)
            db.dispose()  # the last connection folds the write-ahead log into the file
            draft.rename(template)
    return template


def fresh_sqlite(folder: Path, file: Path, content: Content = create_schema) -> Engine:
    """A copy of the template at `file`; it does not wait for the disk."""
    shutil.copyfile(sqlite_template(folder, content), file)
    return connect(f"sqlite:///{file}", full=False)


def postgres_server(folder: Path) -> str:
    """The address of a running server: the configured one, else one started for this run."""
    if configured := os.environ.get(CONFIGURED):
        return configured
    server = local_server(folder / "pg")
    with _one_at_a_time(folder):
        if not (server.data / "postmaster.pid").exists():
            server.start()
    return server.url


def _execute(server: str, statement: str) -> None:
    """Run a statement that may stand in no transaction, such as CREATE DATABASE."""
    administration = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    try:
        with administration.connect() as connection:
            connection.execute(text(statement))
    finally:
        administration.dispose()


def postgres_template(folder: Path, server: str, content: Content = create_schema) -> str:
    """The name of a migrated database on `server`; named after the run, as a server may serve many."""
    name = f"{TEMPLATE}_{content.__name__}_{folder.name.replace('-', '_')}".lower()
    made = folder / f"{content.__name__}.postgresql"
    with _one_at_a_time(folder):
        if not made.exists():
            _execute(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            _execute(server, f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
            db = connect(address(server, name))
            content(db)
            db.dispose()
            made.write_text(name)
    return name


def address(server: str, database: str) -> str:
    """The address of another database on the same server."""
    other = make_url(server).set(drivername="postgresql+psycopg", database=database)
    return other.render_as_string(hide_password=False)


@contextmanager
def fresh_postgres(folder: Path, content: Content = create_schema) -> Iterator[str]:
    """The address of a clone of the template, dropped afterwards."""
    server = postgres_server(folder)
    template = postgres_template(folder, server, content)
    name = f"shouxian_{uuid.uuid4().hex[:12]}"
    _execute(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield address(server, name)
    finally:
        _execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


LENT_AT_MOST = 40
"""So often one database is put back before it is made anew, as what was deleted stays in its files."""


class Lent:
    """A PostgreSQL database of this process that is put back to what it began with instead of being dropped."""

    def __init__(self, folder: Path, content: Content) -> None:
        self.server, self.name, self.times = postgres_server(folder), f"shouxian_{uuid.uuid4().hex[:12]}", 0
        template = postgres_template(folder, self.server, content)
        _execute(self.server, f'CREATE DATABASE "{self.name}" TEMPLATE "{template}"')
        with self._connected() as connection:
            rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            self.rows = {name: self._copy(connection, name) for (name,) in rows.fetchall()}
            self.numbers, self.triggers = self._numbers(connection), self._triggers(connection)

    @property
    def url(self) -> str:
        """Its address."""
        return address(self.server, self.name)

    def put_back(self) -> bool:
        """Let every table hold what it began with; whether it may be lent again."""
        self.times += 1
        with self._connected() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            guarded = self._triggers(connection) == self.triggers
            connection.execute("SET session_replication_role = replica")  # the ledger's own triggers keep its entries
            connection.execute("; ".join(f'DELETE FROM "{name}"' for name in self.rows))
            for name, rows in self.rows.items():
                if rows:
                    with connection.cursor().copy(f'COPY "{name}" FROM STDIN') as copy:
                        copy.write(rows)
            for name, last in self._numbers(connection).items():
                if last != self.numbers[name]:
                    value, called = self.numbers[name] or 1, self.numbers[name] is not None
                    connection.execute("SELECT setval(%s::regclass, %s, %s)", (name, value, called))
        return self.times < LENT_AT_MOST and guarded

    def drop(self) -> None:
        """Remove it."""
        _execute(self.server, f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def _connected(self) -> psycopg.Connection[Any]:
        return psycopg.connect(make_url(self.url).set(drivername="postgresql").render_as_string(hide_password=False))

    @staticmethod
    def _copy(connection: psycopg.Connection[Any], name: str) -> bytes:
        with connection.cursor().copy(f'COPY "{name}" TO STDOUT') as copy:
            return b"".join(bytes(part) for part in copy)

    @staticmethod
    def _numbers(connection: psycopg.Connection[Any]) -> dict[str, int | None]:
        rows = connection.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
        return dict(rows.fetchall())

    @staticmethod
    def _triggers(connection: psycopg.Connection[Any]) -> list[Any]:
        return connection.execute("SELECT tgname, tgenabled FROM pg_trigger ORDER BY oid").fetchall()


_lent: dict[str, Lent] = {}


@contextmanager
def lent_postgres(folder: Path, content: Content = create_schema) -> Iterator[str]:
    """The address of a database that begins like the template; making one takes ten times as long as putting it back.

    For tests that change rows only: whatever else is done to it stays, unless it is done to triggers.
    """
    lent = _lent.pop(content.__name__, None) or Lent(folder, content)
    try:
        yield lent.url
    finally:
        if lent.put_back():
            _lent[content.__name__] = lent
        else:
            lent.drop()


def drop_template(folder: Path) -> None:
    """Leave nothing behind on a configured server."""
    for made in folder.glob("*.postgresql"):
        if server := os.environ.get(CONFIGURED):
            _execute(server, f'DROP DATABASE IF EXISTS "{made.read_text()}" WITH (FORCE)')
