"""Whose turn it is: a job is taken by one worker under a token, and only who holds the token writes.

A worker that was thought dead and comes back finds another token on the row, and what it wanted to write is lost
with its transaction. So nothing is recorded twice, however wrong somebody was about who lives.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.jobs.job import DONE, FAILED, QUEUED, RUNNING, Job, Sentence
from engine.ledger import canonical
from engine.words import N_

FATAL = 5
"""So many workers may die over a job without its getting on before nobody takes it any more."""


class Lost(Exception):
    """Somebody else has the job now, or nobody has."""


def waiting(session: Session, limit: int = 200) -> list[tuple[int, int]]:
    """The jobs that wait, oldest first: (id, attempt)."""
    query = select(Job.id, Job.attempts).where(Job.state == QUEUED).order_by(Job.id).limit(limit)
    return [(row[0], row[1]) for row in session.execute(query)]


def take(session: Session, job_id: int, attempt: int, worker: str, token: str, at: datetime) -> Job | None:
    """Take a waiting job; None when it is not waiting for this attempt (any more)."""
    job = session.get(Job, job_id, with_for_update=True)
    if job is None or (job.state, job.attempts) != (QUEUED, attempt):
        return None
    job.state, job.worker, job.token = RUNNING, worker, token
    job.started_at, job.progressed_at = job.started_at or at, at
    session.flush()
    if job.interruptions >= FATAL:
        why = N_("连续%(times)s次办到这里后台程序就意外中断，已停下；请告诉管理员")
        end(job, FAILED, at, why=[Sentence(why, {"times": job.interruptions})])
        return None
    return job


def held(session: Session, job_id: int, token: str) -> Job:
    """The job, locked for its holder until the transaction ends; raises `Lost`."""
    job = session.get(Job, job_id, with_for_update=True, populate_existing=True)
    if job is None or (job.state, job.token) != (RUNNING, token):
        raise Lost(job_id)
    return job


def end(job: Job, state: str, at: datetime, *, result: str = "{}", why: Sequence[Sentence] = ()) -> None:
    """End a held job; `result` is the text of a `Result`."""
    job.state, job.finished_at, job.worker, job.token = state, at, "", ""
    job.result, job.failure = result, canonical([[one.text, one.facts] for one in why])
    if state == DONE:
        job.done = job.total = max(job.done, job.total)


def again(job: Job) -> None:
    """Put a held job into the queue again, as the next attempt."""
    job.state, job.worker, job.token, job.attempts = QUEUED, "", "", job.attempts + 1


def give_back(session: Session, worker: str, but: Collection[int] = ()) -> int:
    """Put what a worker left unfinished, except `but`, into the queue again, as the next attempt; how many."""
    statement = update(Job).where(Job.state == RUNNING, Job.worker == worker)
    if but:
        statement = statement.where(Job.id.not_in(but))
    counted = {"attempts": Job.attempts + 1, "interruptions": Job.interruptions + 1}
    again = {"state": QUEUED, "worker": "", "token": ""} | counted
    return len(session.scalars(statement.values(again).returning(Job.id)).all())


def pass_on(session: Session, job_id: int, attempt: int) -> None:
    """Let a waiting job be handed out anew, whose attempt ended without anybody taking it."""
    mine = (Job.id == job_id, Job.state == QUEUED, Job.attempts == attempt)
    session.execute(update(Job).where(*mine).values(attempts=attempt + 1))
