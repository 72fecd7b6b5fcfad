"""Who works: each worker has a place with a fixed name, and shows there that it lives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import String, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.db import Base, Instant
from engine.hot import dialect_of
from engine.jobs import turns

DEAD_AFTER = timedelta(seconds=30)


class Worker(Base):
    """A place on a machine (`desk-pc@1`), and the process that holds it."""

    __tablename__ = "worker"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    host: Mapped[str] = mapped_column(String(100))
    pid: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)


Gone = Callable[[Worker], bool]
"""Whether a worker's process is known to be over; False where nobody here can tell."""


def is_dead(worker: Worker, at: datetime, gone: Gone) -> bool:
    """Whether a worker has shown no life for too long, or is known to be over."""
    return worker.seen_at < at - DEAD_AFTER or gone(worker)


def sit_down(session: Session, host: str, pid: int, at: datetime, gone: Gone) -> str:
    """Take the first free place of a machine and put what its dead holder left into the queue; the place's name."""
    for number in count(1):
        name = f"{host}@{number}"
        there = session.get(Worker, name, with_for_update=True)
        if there is None:
            if show_life(session, name, host, pid, at, new=True):
                break
        elif is_dead(there, at, gone):
            there.pid, there.started_at, there.seen_at = pid, at, at
            session.flush()
            break
    turns.give_back(session, name)
    return name


def show_life(session: Session, name: str, host: str, pid: int, at: datetime, *, new: bool = False) -> bool:
    """Show that the worker lives, also where its row was lost; with `new`, whether the place was free."""
    moved = update(Worker).where(Worker.name == name, Worker.pid == pid).values(seen_at=at)
    if not new and session.scalars(moved.returning(Worker.name)).first():
        return True
    insert = (postgresql if dialect_of(session) == "postgresql" else sqlite).insert(Worker)
    values = {"name": name, "host": host, "pid": pid, "started_at": at, "seen_at": at}
    return session.scalars(insert.values(values).on_conflict_do_nothing().returning(Worker.name)).first() is not None


def stand_up(session: Session, name: str, pid: int) -> None:
    """Leave a place at the end of one's work, and give back what is unfinished."""
    if session.scalars(delete(Worker).where(Worker.name == name, Worker.pid == pid).returning(Worker.name)).first():
        turns.give_back(session, name)


def everybody(session: Session) -> list[Worker]:
    """All workers that have a place."""
    return list(session.scalars(select(Worker).order_by(Worker.name)))


def bury(session: Session, name: str, at: datetime, gone: Gone) -> int:
    """Clear the place of a worker that is still dead; how many of its jobs wait for somebody else now."""
    there = session.get(Worker, name, with_for_update=True, populate_existing=True)
    if there is None or not is_dead(there, at, gone):
        return 0
    session.delete(there)
    session.flush()
    return turns.give_back(session, name)
