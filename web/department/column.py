"""A department's column as a workbook: taken away, filled in, brought back, and taken as a whole or not at all."""

from __future__ import annotations

from tempfile import TemporaryFile

from flask import Response as Answer
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from states.departments import answers, column, filling
from states.departments.column import Column
from states.departments.filling import Looked
from states.exchange.remarks import hand_back
from states.roles import Permission
from states.workbooks import XLSX, BadWorkbook
from web import now, once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.department.blueprint import bp
from web.department.desk import name, opened
from web.uploaded import kept, uploads
from web.words import fill


@bp.get("/list.xlsx")
@access(Permission.ANSWER_DEPARTMENT, Area.LIST, logs_opening=True)
def take_away() -> Answer:
    """The list of a column with empty cells; each household on it is noted in the access log."""
    with work() as db:
        of = _column(db)
        found = column.waiting(db, tools.book(), of, who.actor())
        for one in found:
            opened(db, one)
        data = column.workbook(db, of, found)
    return _file(data, f"{of.criterion or 'review'}.xlsx")


@bp.get("/list")
@access(Permission.ANSWER_DEPARTMENT, Area.LIST)
def bring_back() -> str:
    """Ask for the filled list."""
    with reading() as db:
        return _page(_column(db))


@bp.post("/list")
@access(Permission.ANSWER_DEPARTMENT, Area.LIST)
def look() -> str | tuple[str, int]:
    """Look through the filled list; nothing is kept yet."""
    sent = uploads("file")
    with reading() as db:
        of = _column(db)
        if not sent:
            return _page(of, _("请选择填好的名单")), 422
        try:
            looked = _look(db, of, sent[0].data, sent[0].name)
        except BadWorkbook as error:
            return _page(of, fill(error.text, error.facts)), 422
    page = _page(of, "", looked, tools.store().put(sent[0].data))
    return (page, 422) if looked.problems else page


@bp.post("/list/remarks")
@access(Permission.ANSWER_DEPARTMENT, Area.LIST)
def remarks() -> Answer:
    """Hand the list back with a remark beside each cell that is wrong."""
    with reading() as db:
        looked = _look(db, _column(db), *kept())
    with TemporaryFile() as out:
        hand_back(looked.sheet, looked, out)
        out.seek(0)
        return _file(out.read(), "remarks.xlsx")


@bp.post("/list/take")
@access(Permission.ANSWER_DEPARTMENT, Area.LIST)
def take() -> Response | tuple[str, int]:
    """Take the list that was looked at."""
    by, at = who.actor(), now.now()
    with work() as db:
        of = _column(db)
        looked = _look(db, of, *kept())
        if looked.problems:
            return _page(of, "", looked, request.form.get("digest", "")), 409
        count = answers.give(db, tools.book(), of, looked.answers, by=by, at=at, key=once.key())
    flash(_("已答复%(n)s户", n=count), "success")
    return redirect(url_for(".criterion", code=of.criterion) if of.criterion else url_for(".index"))


def _column(db: Session) -> Column:
    return column.column(db, tools.book(), request.values.get("criterion", "")[:40], who.actor())


def _look(db: Session, of: Column, data: bytes, file: str) -> Looked:
    return filling.look(db, tools.book(), of, data, file, by=who.actor(), at=now.now())


def _page(of: Column, problem: str = "", looked: Looked | None = None, digest: str = "") -> str:
    return render_template(
        "department/column.html", of=of, problem=problem, looked=looked, digest=digest, department=name()
    )


def _file(data: bytes, file: str) -> Answer:
    response = Answer(data, mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return response
