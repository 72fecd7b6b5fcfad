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


def drop_template(folder: Path) -> None:
    """Leave nothing behind on a configured server."""
    for made in folder.glob("*.postgresql"):
        if server := os.environ.get(CONFIGURED):
            _execute(server, f'DROP DATABASE IF EXISTS "{made.read_text()}" WITH (FORCE)')
