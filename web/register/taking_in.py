"""Taking in a list of households: looked through first, then all of it or only what is good; the rest goes back."""

from __future__ import annotations

from tempfile import TemporaryFile

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.jobs.asking import enqueue
from states.exchange import importing
from states.exchange.layouts import HOUSEHOLD_LIST
from states.exchange.lots import take_lots
from states.exchange.remarks import hand_back
from states.exchange.site_layouts import in_force
from states.imports import ImportRefused, Preview, preview, read
from states.packs import store as packs
from states.roles import Permission
from states.workbooks import XLSX, BadWorkbook, Sheet, write
from web import now, once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.register.blueprint import bp
from web.site import site
from web.uploaded import kept, uploads
from web.words import fill

SHOWN = 200
AT_ONCE = 2000
"""So many lines are taken in while somebody waits for the page; a longer list is a job in the background."""


@bp.get("/import")
@access(Permission.IMPORT, Area.LIST)
def ask() -> str:
    """Ask for the file."""
    return _page()


@bp.get("/import/form")
@access(Permission.IMPORT)
def blank() -> Response:
    """The empty form to fill in."""
    with reading() as db:
        layout = in_force(db)[HOUSEHOLD_LIST]
    headings = [column.heading for column in layout.columns if column.about.comes_in]
    response = Response(write(headings, ()), mimetype=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="households.xlsx"'
    return response


@bp.post("/import")
@access(Permission.IMPORT, Area.LIST)
def look() -> str | tuple[str, int]:
    """Look through the file and tell what it would bring; nothing of it enters the register."""
    sent = uploads("file")
    if not sent:
        return _page(problem=_("请选择要导入的表格文件")), 422
    file = sent[0]
    try:
        looked, sheet = _preview(file.data, file.name)
    except BadWorkbook as error:
        return _page(problem=fill(error.text, error.facts)), 422
    digest = tools.store().put(file.data)  # kept as sent, so that what is taken is what was looked at
    page = _page(looked=looked, digest=digest, long=len(sheet.rows) > AT_ONCE)
    return (page, 422) if looked.problems else page


@bp.post("/import/remarks")
@access(Permission.IMPORT, Area.LIST)
def remarks() -> Response:
    """Hand the list back with a remark beside each cell that has a problem or was put in form."""
    looked, sheet = _preview(*kept())
    with TemporaryFile() as out:
        hand_back(sheet, looked, out)
        out.seek(0)
        response = Response(out.read(), mimetype=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="remarks.xlsx"'
    return response


@bp.post("/import/take")
@access(Permission.IMPORT, Area.LIST)
def take_in() -> Response | tuple[str, int]:
    """Store the households without problems, each with its case; those with problems only when that is asked for.

    A long list is put into the queue, and its page shows how far it is.
    """
    by, at = who.actor(), now.now()
    looked, sheet = _preview(*kept())
    digest = request.form.get("digest", "")
    if looked.problems and not looked.resumes and "good" not in request.form:
        return _page(looked=looked, digest=digest), 409
    if len(sheet.rows) > AT_ONCE:
        assert looked.layout is not None
        params = {"digest": digest, "name": looked.file, "good": "good" in request.form or looked.resumes}
        params |= {"layout": looked.layout.digest, "on": now.today().isoformat()}
        with work() as db:
            job = enqueue(db, importing.KIND, params, by=by, at=at, key=once.key(), title=looked.file)
        return redirect(url_for("jobs.show", job_id=job.id))
    with reading() as db:
        definition = packs.in_force(db, by.area, now.today()).definition
    try:
        done = take_lots(site().db, looked, definition, by, at)
    except ImportRefused as error:
        return _page(looked=Preview(looked.file, looked.digest, (), error.cells)), 409
    flash(_("已导入%(households)s户%(members)s人", households=done.households, members=done.members), "success")
    return redirect(url_for(".index"))


def _preview(data: bytes, name: str) -> tuple[Preview, Sheet]:
    with reading() as db:
        layouts = in_force(db).values()
    sheet = read(data, name, layouts)
    with reading() as db:
        return preview(db, sheet, who.actor(), on=now.today()), sheet


def _page(looked: Preview | None = None, problem: str = "", digest: str = "", long: bool = False) -> str:
    told = {"looked": looked, "problem": problem, "digest": digest, "long": long}
    return render_template("register/import.html", shown=SHOWN, **told)
