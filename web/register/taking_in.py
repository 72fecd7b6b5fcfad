"""Taking in a list of households: looked through first, then stored as a whole or not at all."""

from __future__ import annotations

import re

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import NotFound
from states.import_columns import HEADINGS, KNOWN
from states.imports import ImportRefused, Preview, preview, take
from states.packs import store as packs
from states.roles import Permission
from states.samples import COLUMNS
from states.workbooks import BadWorkbook, read, write
from web import now, tools, who
from web.access import Area, access
from web.database import reading, work
from web.register.blueprint import bp
from web.uploaded import uploads
from web.words import fill

DIGEST = re.compile(r"[0-9a-f]{64}")
SHOWN = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/import")
@access(Permission.IMPORT, Area.LIST)
def ask() -> str:
    """Ask for the file."""
    return _page()


@bp.get("/import/form")
@access(Permission.IMPORT)
def blank() -> Response:
    """The empty form to fill in."""
    response = Response(write([HEADINGS[name][0] for name in COLUMNS], ()), mimetype=XLSX)
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
        looked = _preview(file.data, file.name)
    except BadWorkbook as error:
        return _page(problem=fill(error.text, error.facts)), 422
    if looked.problems:
        return _page(looked=looked), 422
    digest = tools.store().put(file.data)  # kept as sent, so that what is taken is what was looked at
    return _page(looked=looked, digest=digest)


@bp.post("/import/take")
@access(Permission.IMPORT, Area.LIST)
def take_in() -> Response | tuple[str, int]:
    """Store everything that was looked at, each household with its case."""
    digest, name = request.form.get("digest", ""), request.form.get("name", "")[:200]
    if not DIGEST.fullmatch(digest):
        raise NotFound("file", digest)
    by, at = who.actor(), now.now()
    looked = _preview(tools.store().get(digest), name)
    try:
        with work() as db:
            definition = packs.in_force(db, by.area, now.today()).definition
            done = take(db, looked, definition, by, at)
    except ImportRefused as error:
        return _page(looked=Preview(looked.file, looked.digest, (), error.cells)), 409
    flash(_("已导入%(households)s户%(members)s人", households=done.households, members=done.members), "success")
    return redirect(url_for(".index"))


def _preview(data: bytes, name: str) -> Preview:
    sheet = read(data, name, KNOWN)
    with reading() as db:
        return preview(db, sheet, who.actor())


def _page(looked: Preview | None = None, problem: str = "", digest: str = "") -> str:
    return render_template(
        "register/import.html", looked=looked, problem=problem, digest=digest, shown=SHOWN, columns=HEADINGS
    )
