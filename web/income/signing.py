"""Handing in the signed sheet, and looking at its scan."""

from __future__ import annotations

from datetime import date

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from engine.errors import BadInput, NotFound
from states import openings, uploads
from states.income import sheets, signing
from states.income.sheets import Sheet
from states.income.signing import Signatures
from states.roles import Permission
from web import now, once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.income.blueprint import bp
from web.uploaded import uploads as sent
from web.words import term

PICTURE = "image/jpeg"


@bp.get("/<int:case_id>/sign")
@access(Permission.ENTER_INCOME, Area.RECORD)
def ask_signatures(case_id: int) -> str:
    """Show the form for the signed sheet."""
    sheet = _sheet(case_id)
    given = {"household": sheet.household.head_name, "signed_on": now.today().isoformat()}
    return render_template("income/sign.html", sheet=sheet, given=given, problems={})


@bp.post("/<int:case_id>/sign")
@access(Permission.ENTER_INCOME, Area.RECORD)
def sign(case_id: int) -> Answer | tuple[str, int]:
    """Record the signatures with the scan."""
    by, at = who.actor(), now.now()
    sheet = _sheet(case_id)
    try:
        said = Signatures(
            request.form.get("household", "")[:60],
            request.form.get("collector", "")[:60],
            _day(request.form.get("signed_on", "")),
            request.form.get("earlier_checked") == "1",
        )
        files = uploads.keep(tools.store(), sent("scan"))
        with work() as db:
            signing.sign(db, case_id, sheet.terms.year, said, files, by=by, at=at, key=once.key())
    except BadInput as error:
        names = ("household", "collector", "signed_on")
        problems = {one.where if one.where in names else "scan": term(one.reason) for one in error.problems}
        return render_template("income/sign.html", sheet=sheet, given=dict(request.form), problems=problems), 422
    flash(_("已登记双签字"), "success")
    return redirect(url_for(".show", case_id=case_id))


@bp.get("/<int:case_id>/scan/<int:position>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def scan(case_id: int, position: int) -> Response:
    """Hand a scan of the signed sheet out; the browser runs nothing of it."""
    sheet = _sheet(case_id)
    file = next((one for one in sheet.scans if one.position == position), None)
    if file is None:
        raise NotFound("file", position)
    data = tools.store().get(file.digest)
    with work() as db:
        openings.note(db, who.signed_in().id, f"income-scan:{sheet.household.id}/{position}", now.wall())
    response = Response(data, mimetype=file.media_type)
    way, ending = ("inline", ".jpg") if file.media_type == PICTURE else ("attachment", ".pdf")
    response.headers["Content-Disposition"] = f'{way}; filename="income-{sheet.household.id}-{position}{ending}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _sheet(case_id: int) -> Sheet:
    with reading() as db:
        sheet = sheets.of_household(
            db, tools.book(), case_id, who.actor(), now.now(), request.args.get("year", 0, int) or None
        )
    if sheet.statement is None:
        raise NotFound("income", case_id)
    return sheet


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return date.max  # told as a day that has not come
