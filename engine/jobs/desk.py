"""The jobs that an actor sees, and what can be done about them by hand."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.errors import NotFound, Refused
from engine.guards import Blocker
from engine.jobs.job import CANCELLED, FAILED, LABELS, OPEN, QUEUED, RUNNING, Job
from engine.words import N_

PAGE = 30


def sees(job: Job, by: Actor, *, wide: bool) -> bool:
    """Whether an actor may see a job: their own, or with `wide` sight all those of their area."""
    return by.covers(job.area) and (wide or job.asked_by == by.id)


def find(session: Session, job_id: int, by: Actor, *, wide: bool) -> Job:
    """A job that this actor may see; raises `NotFound`."""
    job = session.get(Job, job_id)
    if job is None or not sees(job, by, wide=wide):
        raise NotFound("job", job_id)
    return job


def listed(
    session: Session, by: Actor, *, wide: bool, only_open: bool = False, before: int = 0, limit: int = PAGE
) -> tuple[list[Job], int]:
    """The newest jobs that this actor sees, older than `before`, and where the next page begins (0: nowhere)."""
    query = select(Job).where(within(Job.area, by.area)).order_by(Job.id.desc()).limit(limit + 1)
    if not wide:
        query = query.where(Job.asked_by == by.id)
    if only_open:
        query = query.where(Job.state.in_(OPEN))
    if before:
        query = query.where(Job.id < before)
    found = list(session.scalars(query))
    return found[:limit], found[limit - 1].id if len(found) > limit else 0


def ahead_of(session: Session, job: Job) -> int:
    """How many jobs wait in front of this one."""
    return session.scalar(select(func.count()).where(Job.state == QUEUED, Job.id < job.id)) or 0


def cancel(session: Session, job: Job, at: datetime) -> None:
    """Cancel a job: at once while it waits, between two lots while it is being done. What was done stays.

    Raises:
        Refused: it has ended already.
    """
    session.refresh(job, with_for_update=True)
    if job.state not in OPEN:
        raise Refused("cancel", [Blocker("job-ended", N_("任务已经结束，不能再取消"))])
    if job.state == QUEUED:
        job.state, job.finished_at = CANCELLED, at
    else:
        job.cancel_asked = True
    session.flush()


def retry(session: Session, job: Job) -> None:
    """Put a job that failed or was cancelled into the queue again; it goes on where it stopped.

    Raises:
        Refused: it still runs, or is done.
    """
    session.refresh(job, with_for_update=True)
    if job.state not in (FAILED, CANCELLED):
        text = N_("任务的状态是“%(state)s”，不需要重试")
        raise Refused("retry", [Blocker("job-state", text, {"state": LABELS[job.state]})])
    job.state, job.attempts, job.failure = QUEUED, job.attempts + 1, "[]"
    job.cancel_asked, job.finished_at, job.interruptions = False, None, 0
    session.flush()


def counts(session: Session) -> dict[str, int]:
    """How many jobs wait and how many are being done, everywhere."""
    query = select(Job.state, func.count()).where(Job.state.in_(OPEN)).group_by(Job.state)
    return {QUEUED: 0, RUNNING: 0} | {row[0]: row[1] for row in session.execute(query)}


def stuck(session: Session, since: datetime) -> list[int]:
    """The jobs that are being done and have not got on since an instant."""
    query = select(Job.id).where(Job.state == RUNNING, Job.progressed_at < since).order_by(Job.id)
    return list(session.scalars(query))
