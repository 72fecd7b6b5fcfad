"""Printing the collection form of a place's sheet."""

from __future__ import annotations

from flask import Response

from publicity.place_sheets import sheet_values
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.database import reading
from web.papers import as_pdf
from web.sheets.blueprint import bp
from web.sheets.desk import asked_year, of


@bp.get("/<kind>/<code>/form.pdf")
@access(Permission.PRINT, Area.RECORD)
def form(kind: str, code: str) -> Response:
    """Print the form with what stood last on it."""
    found, place = of(kind, code)
    with reading() as db:
        name, values = sheet_values(db, kind, code, asked_year(), now.today(), who.actor())
    printed = tools.typeset(name, values)
    return as_pdf(printed.pdf, f"{place.name}{found.title}采集表.pdf")
