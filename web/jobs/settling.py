"""Cancelling a job and trying it again, and fetching what it made."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as Answer

from engine.errors import NotFound
from engine.jobs import desk
from engine.jobs.job import Job
from web import now, tools
from web.access import Anyone, Area, access
from web.database import reading, work
from web.jobs import sight
from web.jobs.blueprint import bp


@bp.post("/<int:job_id>/cancel")
@access(Anyone.SIGNED_IN, Area.RECORD)
def cancel(job_id: int) -> Answer:
    """Cancel a job."""
    with work() as db:
        desk.cancel(db, _mine(db, job_id), now.now())
    flash(_("已要求取消；正在办的这一段办完就停，已经办好的部分保留"), "success")
    return redirect(url_for(".show", job_id=job_id))


@bp.post("/<int:job_id>/retry")
@access(Anyone.SIGNED_IN, Area.RECORD)
def retry(job_id: int) -> Answer:
    """Put a job into the queue again."""
    with work() as db:
        desk.retry(db, _mine(db, job_id))
    flash(_("已重新排队，从停下的地方接着办"), "success")
    return redirect(url_for(".show", job_id=job_id))


@bp.get("/<int:job_id>/files/<digest>")
@access(Anyone.SIGNED_IN, Area.RECORD)
def fetch(job_id: int, digest: str) -> Response:
    """Hand over a file that a job made."""
    with reading() as db:
        job = sight.find(db, job_id)
    file = next((one for one in job.outcome.files if one.digest == digest), None)
    if file is None:
        raise NotFound("file", digest)
    if not sight.may_fetch(job):
        raise Forbidden
    answer = Response(tools.store().pieces(digest), mimetype=file.media_type)  # it may be larger than the memory
    answer.content_length = file.size
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    return answer


def _mine(db: Session, job_id: int) -> Job:
    """A job that the person may settle."""
    job = sight.find(db, job_id)
    if not sight.may_settle(job):
        raise Forbidden
    return job
