"""Clearing what is past its term of finished jobs, by a recorded act: never what anything else refers to.

The files that a job made hold personal data and go first; the job's row, and files that nobody refers to any more,
go later. What was cleared is written down in the transaction that clears the rows; the files go after it, and what a
kill leaves of them is found by the next clearing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code, within
from engine.db import Base, Instant, stamp
from engine.files import FileStore
from engine.jobs.job import OPEN, Job
from engine.ledger import canonical
from engine.references import DIGEST, referred

GRACE = timedelta(days=1)
"""A file that was stored less than so long ago may be one that somebody is about to refer to."""
OF_RESULTS = ("result", "checkpoint")


class Clearing(Base):
    """One clearing: by whom, when, in which area, before which instants, and what went, as JSON in `told`."""

    __tablename__ = "clearing"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    area: Mapped[str] = mapped_column(code(14))
    jobs_before: Mapped[datetime] = mapped_column(Instant)
    results_before: Mapped[datetime] = mapped_column(Instant)
    jobs: Mapped[int]
    results: Mapped[int]
    files: Mapped[int]
    bytes: Mapped[int] = mapped_column(BigInteger)
    told: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Terms:
    """How long finished jobs stay, and how long the files that they made."""

    jobs: timedelta
    results: timedelta


@dataclass(frozen=True, slots=True)
class Plan:
    """What would go: the rows of `jobs`, the results of `expired` jobs that stay, and `files` with their sizes."""

    jobs_before: datetime
    results_before: datetime
    jobs: tuple[Job, ...]
    expired: tuple[Job, ...]
    files: Mapping[str, int]

    @property
    def bytes(self) -> int:
        """How much room the files take."""
        return sum(self.files.values())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to clear."""
        return not (self.jobs or self.expired or self.files)


def plan(session: Session, store: FileStore, terms: Terms, by: Actor, at: datetime, wall: datetime) -> Plan:
    """What is past its term in the actor's area; nothing is touched.

    `at` is the installation's time, by which jobs end; `wall` is the machine's, by which files are stored. Files that
    belong to no job go only with whoever stands over the whole installation.
    """
    jobs_before, results_before = at - terms.jobs, at - min(terms.results, terms.jobs)
    ended = select(Job).where(within(Job.area, by.area), Job.state.not_in(OPEN)).order_by(Job.id)
    doomed = tuple(session.scalars(ended.where(Job.finished_at < jobs_before)))
    kept = ended.where(Job.finished_at >= jobs_before, Job.finished_at < results_before)
    expired = tuple(job for job in session.scalars(kept) if _made(job))
    gone, cleared = {job.id for job in doomed}, {job.id for job in expired}

    def skip(row: Mapping[str, Any], column: str) -> bool:
        return row["id"] in gone or (row["id"] in cleared and column in OF_RESULTS)

    spoken_of = referred(session, {Job.__tablename__: skip})
    wanted = {digest for job in (*doomed, *expired) for digest in _made(job)}
    wanted |= {digest for job in doomed for digest in DIGEST.findall(job.params)}
    files = _old(store, wanted - spoken_of, wall - GRACE)
    if not by.area:
        files |= _old(store, set(store.digests()) - spoken_of - wanted, wall - max(terms.jobs, GRACE))
    fresh = tuple(job for job in expired if job.results_cleared_at is None)
    return Plan(jobs_before, results_before, doomed, fresh, files)


def clear(session: Session, planned: Plan, by: Actor, at: datetime) -> Clearing:
    """Clear the rows, and write down what went; the files go once this is committed, by `remove`.

    The record has the beginnings of the files' names only: in full they would be spoken of for ever.
    """
    one = Clearing(
        area=by.area, jobs_before=planned.jobs_before, results_before=planned.results_before, jobs=len(planned.jobs),
        results=len(planned.expired), files=len(planned.files), bytes=planned.bytes, by=by.id, by_name=by.name, at=at,
        told=canonical({
            "jobs": [[job.id, job.kind, job.asked_by, stamp(job.asked_at)] for job in planned.jobs],
            "results": [job.id for job in planned.expired],
            "files": sorted(digest[:16] for digest in planned.files),
        }),
    )  # fmt: skip
    session.add(one)
    for job in planned.jobs:
        session.delete(job)
    for job in planned.expired:
        job.results_cleared_at = at
    session.flush()
    return one


def remove(store: FileStore, planned: Plan, wall: datetime) -> int:
    """Remove the files of a plan that was carried out; how many went. What was stored anew meanwhile stays."""
    return sum(store.remove(digest, wall - GRACE) is not None for digest in planned.files)


def latest(session: Session, by: Actor, limit: int = 20) -> list[Clearing]:
    """The newest clearings in the actor's area."""
    query = select(Clearing).where(within(Clearing.area, by.area)).order_by(Clearing.id.desc()).limit(limit)
    return list(session.scalars(query))


def _made(job: Job) -> set[str]:
    """The files that a job made, those kept for its own use among them."""
    return set(DIGEST.findall(job.result)) | set(DIGEST.findall(job.checkpoint))


def _old(store: FileStore, digests: Iterable[str], before: datetime) -> dict[str, int]:
    sizes = {digest: store.older(digest, before) for digest in sorted(digests)}
    return {digest: size for digest, size in sizes.items() if size is not None}
