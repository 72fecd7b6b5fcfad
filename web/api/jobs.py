"""Background jobs, for a program that waits for one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response, url_for
from pydantic import BaseModel, Field

from engine.jobs.job import Job as Row
from engine.jobs.job import Sentence
from web.access import Anyone, Area, access
from web.api.answers import Answer, answer
from web.api.blueprint import bp
from web.api.shapes import GREATEST
from web.database import reading
from web.jobs import sight
from web.words import fill, term
from web.worker.kinds import kind_title


class JobPath(BaseModel):
    """A job in the address."""

    job_id: int = Field(ge=1, le=GREATEST)


class JobFile(Answer):
    """A file that a job made, and the page that hands it over."""

    name: str
    digest: str
    size: int
    address: str


class Job(Answer):
    """A job in one of five states; what it found and made only for whose post may see that."""

    job_id: int
    kind: str
    title: str
    area: str
    state: str
    done: int
    total: int
    attempts: int
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    said: list[str]
    figures: dict[str, Any]
    files: list[JobFile]
    reasons: list[str]


@bp.get("/jobs/<int:job_id>", responses={200: Job})
@access(Anyone.SIGNED_IN, Area.RECORD)
def job(path: JobPath) -> Response:
    """How far a job is, or what came of it."""
    with reading() as db:
        return answer(_job(sight.find(db, path.job_id)))


def _job(row: Row) -> Job:
    found = row.outcome if sight.may_read(row) else None
    return Job(
        job_id=row.id,
        kind=row.kind,
        title=row.title or term(kind_title(row.kind)),
        area=row.area,
        state=row.state,
        done=row.done,
        total=row.total,
        attempts=row.attempts,
        asked_at=row.asked_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        said=_texts(found.said) if found else [],
        figures=dict(found.figures) if found else {},
        files=[_file(row, one.name, one.digest, one.size) for one in found.files]
        if found and sight.may_fetch(row)
        else [],
        reasons=_texts(row.reasons),
    )


def _file(row: Row, name: str, digest: str, size: int) -> JobFile:
    return JobFile(name=name, digest=digest, size=size, address=url_for("jobs.fetch", job_id=row.id, digest=digest))


def _texts(sentences: tuple[Sentence, ...]) -> list[str]:
    return [fill(one.text, one.facts) for one in sentences]
