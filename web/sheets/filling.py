"""Filling a sheet in, verifying it, and marking a village as one that owes it."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states.places import expected, village_sheets
from states.places.sheet_kinds import asked
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import work
from web.sheets.blueprint import bp
from web.sheets.desk import asked_year, of, page
from web.sheets.forms import SheetForm
from web.words import term


@bp.post("/<kind>/<code>")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def enter(kind: str, code: str) -> Response | tuple[str, int]:
    """Take a sheet in; it waits for a second person."""
    (found, place), form, by, at = of(kind, code), SheetForm(), who.actor(), now.now()
    form.prepare(kind)
    if form.validate_on_submit():
        told = form.year.data, form.told(kind), form.reason.data or ""
        try:
            with work() as db:
                only_once.carry_out(
                    db, lambda: {"id": village_sheets.enter(db, place, *told, by=by, at=at, kind=kind).id}
                )
            flash(_("已保存，等另一个人核对"), "success")
            return redirect(url_for(".show", kind=kind, code=code, year=form.year.data))
        except BadInput as error:
            known = asked(kind)
            form.mark(kind, {one.where: term(one.reason) for one in error.problems if one.where in known})
            form.put(BadInput(*(one for one in error.problems if one.where not in known)))
    return page(found, place, form.year.data or asked_year(), form), 422


@bp.post("/verify/<int:sheet_id>")
@access(Permission.VERIFY_CHANGE, Area.RECORD)
def verify(sheet_id: int) -> Response:
    """Let a sheet stand."""
    with work() as db:
        sheet = village_sheets.verify(db, sheet_id, by=who.actor(), at=now.now())
        kind, code, year = sheet.kind, sheet.place, sheet.year
    flash(_("已核对"), "success")
    return redirect(url_for(".show", kind=kind, code=code, year=year))


@bp.post("/<kind>/<code>/owes")
@access(Permission.MANAGE_GRIDS, Area.RECORD)
def mark(kind: str, code: str) -> Response:
    """Say that a village owes this sheet, or owes it no more."""
    (_found, place), by, year = of(kind, code), who.actor(), asked_year()
    with work() as db:
        if request.form.get("owes") == "no":
            expected.release(db, place, kind, year, by=by)
        else:
            expected.expect(db, place, kind, year, by=by, at=now.now())
    flash(_("已改"), "success")
    return redirect(url_for(".show", kind=kind, code=code, year=year))
