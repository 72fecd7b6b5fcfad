"""Which jobs the person signed in sees, and what they may do about them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.jobs import desk
from engine.jobs.job import Job
from states.roles import Permission
from web import who
from web.access import may
from web.worker.kinds import KINDS


def is_wide() -> bool:
    """Whether the jobs of everybody in the area are seen, not only one's own: by who looks over the office."""
    return may(Permission.READ_LEDGER)


def find(db: Session, job_id: int) -> Job:
    """A job that the person sees; raises `NotFound`."""
    return desk.find(db, job_id, who.actor(), wide=is_wide())


def may_settle(job: Job) -> bool:
    """Whether the person may cancel it or try it again: who asked, and who runs the installation."""
    return job.asked_by == who.actor().id or may(Permission.BACKUP)


def may_read(job: Job) -> bool:
    """Whether the person may read what the job found."""
    return job.kind in KINDS and may(KINDS[job.kind].needs)


def may_fetch(job: Job) -> bool:
    """Whether the person may have the files that the job made: they hold personal data, so only who asked for them."""
    return may_read(job) and job.asked_by == who.actor().id
