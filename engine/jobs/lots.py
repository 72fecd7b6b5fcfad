"""Doing a job: a handler works in lots, each of which is one transaction with its results and the place it reached.

    def handler(context: Context) -> Result:
        after = context.checkpoint.get("after", 0)
        while rows := read(context, after):                 # slow work stands outside the lot
            with context.lot() as lot:                      # stops here when cancelled
                write(lot.session, rows)
                after = rows[-1]
                lot.keep({"after": after}, done=lot.done + len(rows), total=...)
        return Result((Sentence(N_("办了%(n)s条"), {"n": ...}),))

A kill between two lots loses nothing, one inside a lot loses that lot: the handler is called again and finds the
last checkpoint. Lots of about a second let a cancellation through and do not keep other writers waiting.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.db import reading, work
from engine.errors import BadInput, NotFound, Refused
from engine.jobs import turns
from engine.jobs.job import CANCELLED, DONE, FAILED, Job, Result, Sentence
from engine.ledger import canonical
from engine.words import N_


class Withdrawn(Exception):
    """Somebody cancelled the job."""


class Interrupted(Exception):
    """The worker is asked to end; another one goes on."""


@dataclass(slots=True)
class Lot:
    """One transaction of a job; `done` and `total` are units that people can count."""

    session: Session
    at: datetime
    checkpoint: Mapping[str, Any]
    done: int
    total: int

    def keep(self, checkpoint: Mapping[str, Any], *, done: int, total: int) -> None:
        """Say where the job stands once this lot is committed."""
        self.checkpoint, self.done, self.total = checkpoint, done, total


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under what a worker runs jobs: `clock` is the installation's, `report` notes a mistake of ours under a code."""

    db: Engine
    worker: str
    clock: Callable[[Session], datetime]
    stopping: Callable[[], bool]
    report: Callable[[BaseException, str], None]


class Context:
    """A job as its handler sees it."""

    def __init__(self, conditions: Conditions, job: Job, token: str) -> None:
        self._conditions, self._token = conditions, token
        self.id, self.by, self.area = job.id, job.asker, job.area
        self.params: dict[str, Any] = json.loads(job.params)
        self.checkpoint: Mapping[str, Any] = json.loads(job.checkpoint)
        self.done, self.total = job.done, job.total

    by: Actor

    def reading(self) -> AbstractContextManager[Session]:
        """One consistent look, outside any lot."""
        return reading(self._conditions.db)

    def now(self, session: Session) -> datetime:
        """The installation's time."""
        return self._conditions.clock(session)

    @contextmanager
    def lot(self) -> Iterator[Lot]:
        """One transaction; raises `Withdrawn`, `Interrupted` or `Lost` before anything is done, for `run` to catch."""
        if self._conditions.stopping():
            raise Interrupted(self.id)
        with work(self._conditions.db) as session:
            job = turns.held(session, self.id, self._token)
            if job.cancel_asked:
                raise Withdrawn(self.id)
            lot = Lot(session, self._conditions.clock(session), self.checkpoint, job.done, job.total)
            yield lot
            job.checkpoint, job.done, job.total = canonical(lot.checkpoint), lot.done, lot.total
            job.progressed_at, job.interruptions = lot.at, 0
        self.checkpoint, self.done, self.total = lot.checkpoint, lot.done, lot.total


Handler = Callable[[Context], Result]


def run(conditions: Conditions, handlers: Mapping[str, Handler], job_id: int, attempt: int) -> None:
    """Run one attempt of a job; what came of it stands on its row. Nothing happens when it is not its turn.

    Raises `OperationalError` when the database went away: the job is then this worker's still, to be given back.
    """
    token = secrets.token_hex(16)
    if conditions.stopping():
        return
    with work(conditions.db) as session:
        job = turns.take(session, job_id, attempt, conditions.worker, token, conditions.clock(session))
    if job is None:
        return
    try:
        ending: dict[str, Any] = _ending(conditions, handlers.get(job.kind), Context(conditions, job, token))
        with work(conditions.db) as session:
            turns.end(turns.held(session, job_id, token), at=conditions.clock(session), **ending)
    except Interrupted:
        with work(conditions.db) as session:
            turns.again(turns.held(session, job_id, token))
    except turns.Lost:
        return


def _ending(conditions: Conditions, handler: Handler | None, context: Context) -> dict[str, Any]:
    """How the job ends, as `turns.end` wants it."""
    try:
        if handler is None:
            return {"state": FAILED, "why": [Sentence(N_("后台程序的版本太旧，不会办这种任务，请先升级"))]}
        return {"state": DONE, "result": handler(context).text()}
    except Withdrawn:
        return {"state": CANCELLED}
    except (Interrupted, turns.Lost, OperationalError):  # where the database went away, the job waits till it is back
        raise
    except Refused as refused:
        return {"state": FAILED, "why": [Sentence(one.text, one.facts) for one in refused.blockers]}
    except BadInput as bad:
        return {"state": FAILED, "why": [Sentence(str(one)) for one in bad.problems]}
    except NotFound:
        return {"state": FAILED, "why": [Sentence(N_("要办的内容已经不在，或者不在管辖范围内"))]}
    except Exception as error:
        number = secrets.token_hex(4)
        conditions.report(error, number)
        return {
            "state": FAILED,
            "why": [Sentence(N_("程序出错，编号%(number)s；可以重试，仍不行请告诉管理员"), {"number": number})],
        }
