"""Taking a sheet of income in: looked through first, then stored as a whole or not at all."""

from __future__ import annotations

import re

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import NotFound
from states.imports import ImportRefused
from states.income.columns import KNOWN, PLACES
from states.income.importing import Preview, preview, take
from states.income.items import edition, edition_of
from states.roles import Permission
from states.workbooks import BadWorkbook, read, write
from web import now, tools, who
from web.access import Area, access
from web.database import reading, work
from web.income.blueprint import bp
from web.income.desk import terms_here
from web.uploaded import uploads
from web.words import fill

DIGEST = re.compile(r"[0-9a-f]{64}")
SHOWN = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/import")
@access(Permission.IMPORT, Area.LIST)
def ask_file() -> str:
    """Ask for the file."""
    return _page()


@bp.get("/import/form")
@access(Permission.IMPORT)
def blank() -> Response:
    """The empty form with the items that come by import, or with all items where none has to."""
    with reading() as db:
        terms = terms_here(db, who.actor().area)
    items = (terms.edition if terms else edition(edition_of(now.today().year))).items.values()
    wanted = [item.label for item in items if item.import_only] or [item.label for item in items]
    headings = [PLACES["number"][0], PLACES["id_no"][0], PLACES["quarter"][0], *wanted]
    return xlsx(write(headings, (), "收入"), "income.xlsx")


@bp.post("/import")
@access(Permission.IMPORT, Area.LIST)
def look() -> str | tuple[str, int]:
    """Look through the file and tell what it would bring; nothing of it is stored as income."""
    sent = uploads("file")
    if not sent:
        return _page(problem=_("请选择要导入的表格文件")), 422
    file = sent[0]
    try:
        with reading() as db:
            looked = preview(db, read(file.data, file.name, KNOWN), who.actor(), now.now())
    except BadWorkbook as error:
        return _page(problem=fill(error.text, error.facts)), 422
    if looked.problems:
        return _page(looked=looked), 422
    digest = tools.store().put(file.data)  # kept as sent, so that what is taken is what was looked at
    return _page(looked=looked, digest=digest)


@bp.post("/import/take")
@access(Permission.IMPORT, Area.LIST)
def take_in() -> Response | tuple[str, int]:
    """Store everything that was looked at."""
    digest, name = request.form.get("digest", ""), request.form.get("name", "")[:200]
    if not DIGEST.fullmatch(digest):
        raise NotFound("file", digest)
    sheet = read(tools.store().get(digest), name, KNOWN)
    try:
        with work() as db:
            looked, lines = take(db, sheet, who.actor(), now.now())
    except ImportRefused as error:
        return _page(looked=Preview(error.file, digest, (), error.cells)), 409
    flash(_("已导入%(households)s户，新增或更正%(lines)s条", households=looked.households, lines=lines), "success")
    return redirect(url_for(".index"))


def xlsx(data: bytes, name: str) -> Response:
    """The answer that carries a workbook to save."""
    response = Response(data, mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(looked: Preview | None = None, problem: str = "", digest: str = "") -> str:
    return render_template("income/import.html", looked=looked, problem=problem, digest=digest, shown=SHOWN)
