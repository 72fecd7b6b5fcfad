"""A few cases with a past, and hands that go behind the program's back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from engine.advance import advance
from engine.db import reading
from engine.seals import seal
from engine.verify import Fault, verify
from tests.engine.office import CLERK, NOW, OTHER, at, make_permits, office

BOOK = office()
TABLES = ("entry", "seal", "sealed_head")


def make_history(session: Session, *, sealed: bool = True) -> list[int]:
    """Three permits under way with four entries each, sealed, and the second with one entry more after the seal."""
    permits = make_permits(session, BOOK, 3)
    for permit in permits:
        advance(session, BOOK, permit, "apply", by=CLERK, at=NOW)
    if sealed:
        seal(session, at(1))
    advance(session, BOOK, permits[1], "site", by=OTHER, at=at(1))
    return permits


@contextmanager
def behind_the_back(db: Engine) -> Iterator[Connection]:
    """A connection without the triggers and the foreign keys, as somebody with the disk in hand would have."""
    with db.connect() as connection:
        postgres = db.dialect.name == "postgresql"
        if not postgres:
            connection.exec_driver_sql("COMMIT")  # the pragma is deaf inside a transaction
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN")
            for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        for table in (*TABLES, "case") if postgres else ():
            connection.exec_driver_sql(f'ALTER TABLE "{table}" DISABLE TRIGGER ALL')
        yield connection
        connection.commit()
        if not postgres:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def faults(db: Engine) -> tuple[Fault, ...]:
    """What a verification finds."""
    with reading(db) as session:
        return verify(session).faults
