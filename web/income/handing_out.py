"""Handing a village's annual income out in the layout of the national system, from locked statements only."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from states.income import export
from states.roles import Permission
from states.workbooks import XLSX
from web import now, who
from web.access import Area, access
from web.database import reading
from web.income.blueprint import bp
from web.income.desk import terms_here


@bp.get("/village/<code>/export")
@access(Permission.EXPORT, Area.RECORD)
def hand_out(code: str) -> Response:
    """Save the workbook; households that are not locked yet are named and nothing is handed out."""
    with reading() as db:
        terms = terms_here(db, code)
        year = request.args.get("year", 0, int) or (terms.year if terms else now.today().year)
        data = export.workbook(db, code, year, who.actor(), now.today())
    response = Response(data, mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="income-{code}-{year}.xlsx"'
    return response
