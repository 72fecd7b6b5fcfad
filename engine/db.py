"""The database: one declarative base, one way to write, one way to read.

`work` is a whole transaction that writes, `reading` one that does not. On
SQLite writers queue on a file lock instead of SQLite's own busy handler: that
handler lets one busy client starve the others for half a second and more.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import IO, Any, TypeVar, cast

from sqlalchemy import DateTime, Dialect, Engine, MetaData, String, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator, TypeEngine

try:
    import fcntl
except ImportError:  # Windows: one process, so the thread lock alone queues the writers
    fcntl = None  # type: ignore[assignment]

WRITES, FOUND = "shouxian_writes", "shouxian_found"
Found = TypeVar("Found")


class Base(DeclarativeBase):
    """Base of every mapped class in the product."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def stamp(at: datetime) -> str:
    """An instant as fixed-width UTC text, the form that is sealed and that SQLite stores."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


class Instant(TypeDecorator[datetime]):
    """An aware instant: fixed-width UTC text on SQLite, timestamptz on PostgreSQL."""

    impl = String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL keeps instants natively."""
        return DateTime(timezone=True) if dialect.name == "postgresql" else dialect.type_descriptor(String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse naive datetimes: nobody knows what day they mean."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a time zone: {value!r}")
        return value if dialect.name == "postgresql" else stamp(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        """Answer in UTC."""
        if value is None:
            return None
        return (value if isinstance(value, datetime) else datetime.fromisoformat(value)).astimezone(UTC)


class WritersLock:
    """First come, first served among the threads and processes that write one SQLite file.

    Who wants to write passes a door before the room: whoever waits for the room holds the door, so that a writer
    who has just come out cannot go straight in again past those who wait. One lock alone is not fair.
    """

    def __init__(self, path: Path) -> None:
        self._thread = threading.Lock()
        self._paths = path, path.with_name(path.name.removesuffix(".lock") + ".queue.lock")
        self._files: tuple[IO[bytes], IO[bytes]] | None = None

    def __enter__(self) -> None:
        self._thread.acquire()
        try:
            if fcntl:
                if self._files is None:
                    self._files = self._paths[0].open("ab"), self._paths[1].open("ab")
                room, door = self._files
                fcntl.flock(door, fcntl.LOCK_EX)
                try:
                    fcntl.flock(room, fcntl.LOCK_EX)
                finally:
                    fcntl.flock(door, fcntl.LOCK_UN)
        except BaseException:
            self._thread.release()
            raise

    def __exit__(self, *_: object) -> None:
        if fcntl and self._files:
            fcntl.flock(self._files[0], fcntl.LOCK_UN)
        self._thread.release()

    def after_fork(self) -> None:
        """A child shares no lock with its parent: a shared file description would let both in."""
        self._thread, self._files = threading.Lock(), None


_locks: dict[str, WritersLock] = {}


@cache
def _lock_at(database: str) -> WritersLock:
    path = Path(database).resolve()  # two spellings of one file share one lock; asked once, as it costs the disk
    return _locks.setdefault(str(path), WritersLock(path.with_name(path.name + ".lock")))


def connect(url: str, *, full: bool = True) -> Engine:
    """A pool of connections to `url`; `full` waits for the disk at each commit on SQLite."""
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    db = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if db.dialect.name == "sqlite":
        _prepare_sqlite(db, full)
    else:
        _prepare_postgresql(db)
    return db


def _prepare_postgresql(db: Engine) -> None:
    @event.listens_for(db, "connect")
    def prepare(connection: DBAPIConnection, _record: object) -> None:
        with closing(connection.cursor()) as cursor:
            cursor.execute("SET jit = off")  # compiling one of our statements takes longer than running it
        connection.commit()


def _prepare_sqlite(db: Engine, full: bool) -> None:
    if not db.url.database or db.url.database == ":memory:":
        raise ValueError("SQLite needs a file: a database in memory cannot be shared or proved")
    _lock_at(db.url.database)

    @event.listens_for(db, "connect")
    def prepare(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy says BEGIN, not the driver
        for pragma in (
            "busy_timeout=30000",
            "journal_mode=WAL",
            f"synchronous={'FULL' if full else 'NORMAL'}",
            "foreign_keys=ON",
            "recursive_triggers=ON",  # else INSERT OR REPLACE would delete from the ledger without a trigger
            "cache_size=-32000",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(db, "begin")
    def begin(connection: Any) -> None:
        writes = connection.get_execution_options().get(WRITES)
        connection.connection.dbapi_connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def _lock(db: Engine) -> WritersLock | nullcontext[None]:
    if db.dialect.name != "sqlite":
        return nullcontext()
    return _lock_at(str(db.url.database))


@contextmanager
def work(db: Engine) -> Iterator[Session]:
    """One transaction that writes: committed at the end, gone after an exception."""
    with (
        _lock(db),
        db.connect().execution_options(**{WRITES: True}) as connection,
        connection.begin(),
        Session(connection, expire_on_commit=False) as session,
    ):
        yield session
        session.flush()


@contextmanager
def reading(db: Engine) -> Iterator[Session]:
    """One consistent look; whatever was changed by mistake is thrown away."""
    with db.connect() as connection, Session(connection, autoflush=False) as session:
        connection.begin()  # never committed; from here on a bare cursor looks at the same moment as the session
        session.info[FOUND] = {}
        yield session


def once(session: Session, name: Hashable, look: Callable[[], Found]) -> Found:
    """What `look` finds: looked for once in a `reading`, under that name; each time where things are written."""
    found = session.info.get(FOUND)
    if found is None:
        return look()
    if name not in found:
        found[name] = look()
    return cast("Found", found[name])


def forget_locks_after_fork() -> None:
    """Called in a child process (registered below)."""
    for lock in _locks.values():
        lock.after_fork()


if fcntl:
    import os

    os.register_at_fork(after_in_child=forget_locks_after_fork)
