"""The list of background jobs, and one of them while it runs and afterwards."""

from __future__ import annotations

from flask import render_template, request

from engine.jobs import desk
from engine.jobs.job import DONE, LABELS
from states.intake.looking import LOOK
from web import who
from web.access import Anyone, Area, access
from web.database import reading
from web.jobs import sight
from web.jobs.blueprint import bp
from web.words import fill
from web.worker.kinds import kind_title


@bp.get("")
@access(Anyone.SIGNED_IN, Area.LIST)
def index() -> str:
    """List the jobs that the person sees, the newest first."""
    only_open, before = request.args.get("open") == "1", request.args.get("before", 0, int)
    with reading() as db:
        found, more = desk.listed(db, who.actor(), wide=sight.is_wide(), only_open=only_open, before=before)
    return render_template(
        "jobs/index.html", found=found, more=more, only_open=only_open, labels=LABELS, kind_title=kind_title,
        runs=any(job.is_open for job in found),
    )  # fmt: skip


@bp.get("/<int:job_id>")
@access(Anyone.SIGNED_IN, Area.RECORD)
def show(job_id: int) -> str:
    """Show how far a job is, or what came of it."""
    with reading() as db:
        job = sight.find(db, job_id)
        ahead = desk.ahead_of(db, job) if job.is_open else 0
    seen = job.kind == LOOK and job.state == DONE and sight.may_fetch(job) and not job.results_cleared_at
    sight_of = {"reads": sight.may_read(job), "fetches": sight.may_fetch(job), "settles": sight.may_settle(job)}
    return render_template(
        "jobs/show.html", job=job, ahead=ahead, labels=LABELS, title=kind_title(job.kind), runs=job.is_open,
        said=[fill(one.text, one.facts) for one in job.outcome.said],
        reasons=[fill(one.text, one.facts) for one in job.reasons], seen=seen, **sight_of,
    )  # fmt: skip
