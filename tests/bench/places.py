"""Fresh databases for the bench: a SQLite file, or a database on a PostgreSQL server that waits for its disk."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from engine.db import connect
from states import schema
from tests import databases, postgres

SAFE = "-c max_connections=100 -c timezone=UTC -c shared_buffers=256MB"
KINDS = ("SQLite NORMAL", "SQLite FULL", "PostgreSQL")


@dataclass(frozen=True)
class Place:
    """One database to measure on."""

    kind: str
    url: str
    folder: Path

    @property
    def full(self) -> bool:
        """Whether each commit waits for the disk."""
        return self.kind != "SQLite NORMAL"

    @property
    def file(self) -> str:
        """The SQLite file."""
        return str(make_url(self.url).database)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.url.startswith("sqlite")

    def connect(self) -> Engine:
        """The product's own connections to it."""
        return connect(self.url, full=self.full)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for one run; a server in it is stopped at the end."""
    path = postgres.temporary_folder()
    try:
        yield path
    finally:
        postgres.discard(path)


def server(run: Path, given: str | None) -> str:
    """The address of the server: the one given, else one of our own with fsync on."""
    if given:
        return given
    own = postgres.local_server(run / "pg")
    if not (own.data / "postmaster.pid").exists():
        own.start(SAFE)
    return own.url


@contextmanager
def fresh(kind: str, run: Path, given: str | None) -> Iterator[Place]:
    """A database with the product's tables, dropped afterwards."""
    room = Path(tempfile.mkdtemp(dir=run))
    name = f"bench_{uuid.uuid4().hex[:12]}"
    if kind == "PostgreSQL":
        administration = create_engine(
            make_url(server(run, given)).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
        )
        with administration.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
        url = databases.address(server(run, given), name)
    else:
        url = f"sqlite:///{room / 'bench.sqlite'}"
    place = Place(kind, url, room)
    db = place.connect()
    schema.create(db)
    db.dispose()
    try:
        yield place
    finally:
        shutil.rmtree(room, ignore_errors=True)
        if kind == "PostgreSQL":
            with administration.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
            administration.dispose()
