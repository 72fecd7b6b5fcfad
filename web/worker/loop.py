"""A worker's life: sit down, hand out what waits, do what comes, show life, take over from the dead, leave."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from engine.db import reading, work
from engine.jobs import lots, turns, workers
from engine.jobs.lots import Conditions, Handler
from engine.jobs.workers import Worker
from states import instance
from web.logs import failure
from web.worker.durable import Durable

log = structlog.get_logger()
BEAT, EVERY = 5.0, 0.5  # seconds
REMEMBERED, LAST_LOT = timedelta(hours=1), 30


def here() -> str:
    """The name of this machine, as its workers bear it."""
    return socket.gethostname()[:100]


def gone(worker: Worker) -> bool:
    """Whether a worker of this machine has no process any more; of other machines nothing is known."""
    if worker.host != here() or os.name == "nt":  # on Windows, asking whether a process is there would end it
        return False
    try:
        os.kill(worker.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


@dataclass
class Doing:
    """The jobs that this process has in hand."""

    conditions: Conditions
    handlers: Mapping[str, Handler]
    jobs: set[int] = field(default_factory=set)

    def run(self, job_id: int, attempt: int) -> None:
        """Run an attempt, known to be in hand from before it is taken until after it is ended."""
        self.jobs.add(job_id)
        try:
            lots.run(self.conditions, self.handlers, job_id, attempt)
        except (
            Exception
        ) as error:  # DBOS would keep and log its words, which may quote a row; a beat gives the job back
            failure(error)
        finally:
            self.jobs.discard(job_id)


class Stop:
    """Whether the worker is asked to end. A plain flag: a signal may come while anything at all is locked."""

    def __init__(self) -> None:
        self._asked = False

    def set(self) -> None:
        """Ask."""
        self._asked = True

    def is_set(self) -> bool:
        """Whether somebody asked."""
        return self._asked


def live(db: Engine, handlers: Mapping[str, Handler], stop: Stop, *, every: float = EVERY) -> bool:
    """Work until `stop`; False when somebody else took the place because no life was shown for too long."""
    host, pid = here(), os.getpid()
    with work(db) as session:
        name = workers.sit_down(session, host, pid, _wall(), gone)
    conditions = Conditions(db, name, lambda session: instance.now(session, _wall()), stop.is_set, _report)
    doing = Doing(conditions, handlers)
    try:
        durable = Durable(db, name, doing.run, every)
        log.info("worker", name=name, pid=pid)
        try:
            return _rounds(db, durable, doing, stop, every, Place(name, host, pid))
        finally:
            stop.set()
            durable.close(LAST_LOT)
    finally:
        with work(db) as session:
            workers.stand_up(session, name, pid)


@dataclass(frozen=True, slots=True)
class Place:
    """Where this process sits."""

    name: str
    host: str
    pid: int


def _rounds(db: Engine, durable: Durable, doing: Doing, stop: Stop, every: float, place: Place) -> bool:
    handed: set[tuple[int, int]] = set()
    beat = 0.0
    while not stop.is_set():
        try:
            handed = _hand_out(db, durable, handed)
            if time.monotonic() - beat > BEAT:
                if not _beat(db, durable, doing, place, handed):
                    return False
                beat = time.monotonic()
        except SQLAlchemyError as error:  # the database is away or busy: the next round asks again
            failure(error)
        time.sleep(every)
    return True


def _hand_out(db: Engine, durable: Durable, handed: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Hand out what waits and was not handed out by this process before."""
    with reading(db) as session:
        waiting = turns.waiting(session)
    durable.hand_out([one for one in waiting if one not in handed])
    return set(waiting)


def _beat(db: Engine, durable: Durable, doing: Doing, place: Place, handed: set[tuple[int, int]]) -> bool:
    """Show life, bury the dead, and let nothing lie that nobody has in hand."""
    over = durable.ended(handed)
    with work(db) as session:
        if not workers.show_life(session, place.name, place.host, place.pid, _wall()):
            return False
        turns.give_back(session, place.name, but=set(doing.jobs))
        for attempt in over:
            turns.pass_on(session, *attempt)
        dead = [one.name for one in workers.everybody(session) if workers.is_dead(one, _wall(), gone)]
    for name in dead:
        durable.take_over(name)
        with work(db) as session:
            freed = workers.bury(session, name, _wall(), gone)
        log.info("buried", name=name, jobs=freed)
    durable.forget(_wall() - REMEMBERED)
    return True


def _wall() -> datetime:
    return datetime.now(UTC)


def _report(error: BaseException, number: str) -> None:
    """Log a mistake of ours under its number."""
    log.error("job-failed", number=number)
    failure(error)
