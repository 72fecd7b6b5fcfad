"""Handing scanned papers in, and what became of each stack."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import BadInput
from engine.jobs.job import DONE, Job
from states.roles import Permission
from states.scans import desk, receiving
from states.scans.page import LABELS, REASONS
from web import now, once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.scans.blueprint import bp
from web.scans.naming import form_title
from web.uploaded import uploads
from web.words import fill, term


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """List the stacks that were handed in, newest first."""
    return _page([])


@bp.post("")
@access(Permission.EDIT_HOUSEHOLD, Area.LIST, bulky=True)
def add() -> Response | tuple[str, int]:
    """Keep the files and ask for their splitting."""
    by, at = who.actor(), now.now()
    try:
        sources = receiving.keep(tools.store(), uploads("files"))
    except BadInput as bad:
        return _page([f"{one.where if one.where != 'files' else ''}{term(one.reason)}" for one in bad.problems]), 422

    with work() as db:
        batch = receiving.receive(db, sources, by=by, at=at, key=once.key())
    return redirect(url_for(".show", batch_id=batch.id))


@bp.get("/<int:batch_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def show(batch_id: int) -> str:
    """Show how far a stack is, and what became of its pages."""
    by, status = who.actor(), request.args.get("status", "")
    status = status if status in LABELS else ""
    with reading() as db:
        batch = desk.batch(db, batch_id, by)
        job = db.get(Job, batch.job_id) if batch.job_id else None
        counts = desk.counts(db, [batch_id])[batch_id]
        found = desk.pages(db, batch_id, by, status=status, after=request.args.get("after", 0, int))
    more = found[desk.PAGE - 1].page.position if len(found) > desk.PAGE else 0
    said = [fill(one.text, one.facts) for one in job.outcome.said] if job and job.state == DONE else []
    return render_template(
        "scans/batch.html", batch=batch, job=job, counts=counts, found=found[: desk.PAGE], more=more, said=said,
        status=status, labels=LABELS, reasons=REASONS, form_title=form_title, runs=bool(job and job.is_open),
        why=[fill(one.text, one.facts) for one in job.reasons] if job else [],
    )  # fmt: skip


def _page(problems: list[str]) -> str:
    by = who.actor()
    with reading() as db:
        found, more = desk.batches(db, by, request.args.get("before", 0, int))
        counts, waiting = desk.counts(db, [one.id for one in found]), desk.queued(db, by)
    return render_template(
        "scans/index.html", found=found, more=more, counts=counts, waiting=waiting, problems=problems, labels=LABELS,
        most=receiving.MOST_BYTES >> 20,
    )  # fmt: skip
