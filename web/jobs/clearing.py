"""Clearing what is past its term: what would go is shown first, then it goes, and a record of it stays."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.jobs import clearing
from engine.jobs.clearing import Terms
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.database import reading, work
from web.jobs.blueprint import bp
from web.site import site
from web.worker.kinds import kind_title

SHOWN = 50


@bp.get("/clear")
@access(Permission.BACKUP, Area.LIST)
def ask_clear() -> str:
    """Show what is past its term, and what was cleared before."""
    settings = site().settings
    with reading() as db:
        planned = clearing.plan(db, tools.store(), _terms(), who.actor(), now.now(), now.wall())
        past = clearing.latest(db, who.actor())
    return render_template(
        "jobs/clear.html", plan=planned, past=past, shown=SHOWN, kind_title=kind_title, settings=settings
    )


@bp.post("/clear")
@access(Permission.BACKUP, Area.LIST)
def clear() -> Response:
    """Clear it; what is past its term is asked for again in this transaction."""
    store, by, at = tools.store(), who.actor(), now.now()
    with work() as db:
        planned = clearing.plan(db, store, _terms(), by, at, now.wall())
        if not planned.is_empty:
            clearing.clear(db, planned, by, at)
    files = clearing.remove(store, planned, now.wall())
    told = {"jobs": len(planned.jobs), "results": len(planned.expired), "files": files}
    flash(_("已清除任务%(jobs)s个、过期结果%(results)s份、文件%(files)s个", **told), "success")
    return redirect(url_for(".ask_clear"))


def _terms() -> Terms:
    settings = site().settings
    return Terms(timedelta(days=settings.job_days), timedelta(days=settings.result_days))
