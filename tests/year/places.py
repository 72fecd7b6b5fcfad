"""Where the year is played: a SQLite file, or a database of its own on a PostgreSQL server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from tests import databases, postgres

KINDS = ("SQLite", "PostgreSQL")
NAME = "shouxian_year"


@contextmanager
def database(kind: str, out: Path) -> Iterator[str]:
    """The address of an empty database; a file stays in `out`, a server of our own is stopped."""
    if kind == "SQLite":
        for file in out.glob("year.sqlite*"):
            file.unlink()
        yield f"sqlite:///{out / 'year.sqlite'}"
        return
    run = postgres.temporary_folder()
    try:
        server = os.environ.get(postgres.CONFIGURED) or databases.postgres_server(run)
        admin = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8'"))
        admin.dispose()
        yield databases.address(server, NAME)
    finally:
        postgres.discard(run)
