"""Results from the houses: what the record said, what was found, photos and scans."""

from __future__ import annotations

from urllib.parse import quote

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, NotFound
from states import openings, regions, uploads
from states.households import Household
from states.roles import Permission
from states.spot_checks import checking, desk, record
from states.spot_checks.check import RESULTS, SpotFile
from states.spot_checks.checking import Seen
from states.sweeps import ticking
from web import now, only_once, tools, uploaded, who
from web.access import Area, access, may
from web.database import reading, work
from web.spot_checks.blueprint import bp
from web.spot_checks.forms import CheckForm
from web.words import term

PICTURE = "image/jpeg"


@bp.get("/<int:check_id>/houses/<int:household_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def house(check_id: int, household_id: int) -> str:
    """Show a drawn household: the record beside what was found."""
    form = CheckForm(formdata=None)
    form.checked_on.data = now.today()
    return _page(check_id, household_id, form)


@bp.post("/<int:check_id>/houses/<int:household_id>")
@access(Permission.SPOT_CHECK, Area.RECORD)
def check(check_id: int, household_id: int) -> Response | tuple[str, int]:
    """Record what was found."""
    form, by, at = CheckForm(), who.actor(), now.now()
    form.offer()
    with reading() as db:
        checking.drawn_one(db, desk.find(db, check_id, by).check, household_id, by)
    if not form.validate_on_submit():
        return _page(check_id, household_id, form), 422
    told = form.checked_on.data, ticking.names(form.checkers.data), form.found(), form.absent.data, form.note.data or ""
    try:
        files = uploads.keep(tools.store(), uploaded.uploads("files"))
        with work() as db:
            one = desk.find(db, check_id, by).check
            drawn = checking.drawn_one(db, one, household_id, by)

            def act() -> dict[str, str]:
                return {"result": checking.check_house(db, one, drawn, Seen(*told), files, by=by, at=at).result}

            done = only_once.carry_out(db, act)
    except BadInput as error:
        form.put(error)
        return _page(check_id, household_id, form), 422
    flash(_("已登记：%(result)s", result=term(RESULTS[done["result"]])), "success")
    return redirect(url_for(".show", check_id=check_id))


@bp.get("/<int:check_id>/houses/<int:household_id>/files/<int:file_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def file(check_id: int, household_id: int, file_id: int) -> Response:
    """Hand out a photo or scan from the house; the browser runs nothing of it."""
    by = who.actor()
    with reading() as db:
        checking.drawn_one(db, desk.find(db, check_id, by).check, household_id, by)
        found = db.get(SpotFile, file_id)
        if found is None or (found.check_id, found.household_id) != (check_id, household_id):
            raise NotFound("file", file_id)
    data = tools.store().get(found.digest)
    with work() as db:
        openings.note(db, who.signed_in().id, f"spot-check:{check_id}/{file_id}", now.wall())
    response = Response(data, mimetype=found.media_type)
    way, ending = ("inline", ".jpg") if found.media_type == PICTURE else ("attachment", ".pdf")
    name = f"filename=\"spot-check-{file_id}{ending}\"; filename*=UTF-8''{quote(found.name, safe='')}"
    response.headers["Content-Disposition"] = f"{way}; {name}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _page(check_id: int, household_id: int, form: CheckForm) -> str:
    by = who.actor()
    form.offer()
    with reading() as db:
        shown = desk.find(db, check_id, by)
        drawn = checking.drawn_one(db, shown.check, household_id, by)
        home = db.get_one(Household, household_id)
        files = desk.files(db, shown.check, household_id)
        place = regions.full_name(db, drawn.area, above=drawn.area[:4])
    return render_template(
        "spot_checks/house.html", shown=shown, one=shown.check, drawn=drawn, home=home, files=files, place=place,
        form=form, names=record.NAMES, shown_as=record.shown, results=RESULTS, picture=PICTURE,
        against=checking.against(shown.check, drawn, by) if may(Permission.SPOT_CHECK) else None,
    )  # fmt: skip
