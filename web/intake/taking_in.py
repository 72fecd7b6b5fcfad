"""Taking a list in: looked through first, then all of it or only what is good; the rest goes back with remarks.

A short list is looked through and taken in while somebody waits for the page; a long one in the background.
"""

from __future__ import annotations

import json
from tempfile import TemporaryFile

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import NotFound
from engine.jobs.asking import enqueue
from engine.jobs.job import DONE
from states.exchange.remarks import hand_back
from states.imports import ImportRefused
from states.intake import seen
from states.intake.looking import LOOK
from states.intake.seen import Seen
from states.roles import Permission
from states.workbooks import XLSX, BadWorkbook
from web import now, once, tools, who
from web.access import Area, access, may
from web.database import reading, work
from web.intake import stated, ways
from web.intake.blueprint import bp, of_each
from web.intake.ways import Way
from web.jobs import sight
from web.uploaded import kept, uploads
from web.words import fill

AT_ONCE = 2000
"""So many lines are taken in while somebody waits for the page; a longer list is a job in the background."""
LARGE = 400_000
"""A file of more bytes is also looked through in the background."""


@of_each("", "GET")
@access(Permission.IMPORT, Area.LIST)
def ask(kind: str) -> str:
    """Ask for the file, and for what has to be stated beside it."""
    return _page(ways.find(kind))


@of_each("", "POST")
@access(Permission.IMPORT, Area.LIST)
def look(kind: str) -> Response | str | tuple[str, int]:
    """Look through the file and tell what it would bring; nothing of it comes in."""
    way, sent = _way(kind), uploads("file")
    told, problems = stated.read(way)
    if not sent:
        problems["file"] = _("请选择要导入的表格文件")
    if problems:
        return _page(way, told=told, problems=problems), 422
    file = sent[0]
    if len(file.data) > LARGE:
        return _enqueue(way, LOOK, {"digest": tools.store().put(file.data), "name": file.name, "stated": told})
    try:
        looked, sheet = way.look(file.data, file.name, told)
    except BadWorkbook as error:
        return _page(way, told=told, problems={"file": fill(error.text, error.facts)}), 422
    digest = tools.store().put(file.data)  # kept as sent, so that what is taken is what was looked at
    page = _page(way, seen.of(looked), told, digest, long=len(sheet.rows) > AT_ONCE)
    return (page, 422) if looked.problems else page


@bp.get("/looked/<int:job_id>")
@access(Permission.IMPORT, Area.RECORD)
def looked(job_id: int) -> Response | str:
    """Tell what a long list would bring, once it has been looked through in the background."""
    with reading() as db:
        job = sight.find(db, job_id)
    if job.kind != LOOK or job.state != DONE:
        raise NotFound("job", job_id)
    if not sight.may_fetch(job):
        abort(403)
    if job.results_cleared_at:
        return redirect(url_for("jobs.show", job_id=job_id))
    params = json.loads(job.params)
    found = seen.read(tools.store().get(job.outcome.figures["seen"]))
    return _page(_way(params["kind"]), found, params["stated"], params["digest"], long=True)


@of_each("/remarks", "POST")
@access(Permission.IMPORT, Area.LIST)
def remarks(kind: str) -> Response:
    """Hand the list back with a remark beside each cell that has a problem or was put in form."""
    way = _way(kind)
    told, _problems = stated.read(way)
    looked, sheet = way.look(*kept(), told)
    with TemporaryFile() as out:
        hand_back(sheet, looked, out)
        out.seek(0)
        response = Response(out.read(), mimetype=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="remarks.xlsx"'
    return response


@of_each("/take", "POST")
@access(Permission.IMPORT, Area.LIST)
def take_in(kind: str) -> Response | tuple[str, int]:
    """Take in what has no problem; where some lines have one, only when that is asked for.

    A long list is put into the queue, and its page shows how far it is.
    """
    way = _way(kind)
    told, _problems = stated.read(way)
    (data, name), digest, good = kept(), request.form.get("digest", ""), "good" in request.form
    params = {"kind": way.id, "digest": digest, "name": name, "stated": told, "good": good}
    if len(data) > LARGE:
        return _enqueue(way, *way.job(params))
    looked, sheet = way.look(data, name, told)
    good = good or looked.resumes
    if looked.problems and not good:
        return _page(way, seen.of(looked), told, digest), 409
    if len(sheet.rows) > AT_ONCE:
        return _enqueue(way, *way.job(params | {"good": good}))
    try:
        said = way.take(looked, told, good=good)
    except ImportRefused as error:
        return _page(way, seen.refused(error), told), 409
    flash(fill(said.text, said.facts), "success")
    return redirect(ways.back(way))


def _way(kind: str) -> Way:
    """The kind of list, where this person may take one in."""
    way = ways.find(kind)
    if not may(way.needs):
        abort(403)
    return way


def _enqueue(way: Way, job_kind: str, params: dict[str, object]) -> Response:
    """Put a job about a file into the queue, and lead to its page."""
    name = str(params["name"])
    more = {"kind": way.id} if job_kind == LOOK else {}
    with work() as db:
        job = enqueue(db, job_kind, params | more, by=who.actor(), at=now.now(), key=once.key(), title=name)
    return redirect(url_for("jobs.show", job_id=job.id))


def _page(
    way: Way,
    found: Seen | None = None,
    told: dict[str, str] | None = None,
    digest: str = "",
    *,
    problems: dict[str, str] | None = None,
    long: bool = False,
) -> str:
    return render_template(
        "intake/list.html", way=way, seen=found, told=told or {}, digest=digest, problems=problems or {}, long=long,
        back=ways.back(way), takes=may(way.needs),
    )  # fmt: skip
