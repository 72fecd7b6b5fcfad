"""Where the office of a village or township stands."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, Refused
from engine.guards import Blocker
from states import region_desk
from states.places import locations
from states.places.locations import SOURCES
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.areas import bp
from web.database import reading, work
from web.places.forms import LocationForm
from web.places.locating import measured_by


@bp.get("/<code>/office")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def ask_office(code: str) -> str:
    """Show where the office stands, and ask."""
    return _page(code, LocationForm(formdata=None, measured_on=now.today()))


@bp.post("/<code>/office")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def locate_office(code: str) -> Response | tuple[str, int]:
    """Record where the office stands."""
    form, by, at = LocationForm(), who.actor(), now.now()
    with reading() as db:
        place = region_desk.own(db, code, by)
    blockers: tuple[Blocker, ...] = ()
    if form.validate_on_submit():
        try:
            measured = measured_by(form)
            with work() as db:
                only_once.carry_out(db, lambda: {"id": locations.locate_office(db, place, measured, by, at).id})
            flash(_("坐标已保存"), "success")
            return redirect(url_for(".show", code=code))
        except BadInput as error:
            form.put(error)
        except Refused as refused:
            blockers = refused.blockers
    return _page(code, form, blockers), 422


def _page(code: str, form: LocationForm, blockers: tuple[Blocker, ...] = ()) -> str:
    with reading() as db:
        place = region_desk.own(db, code, who.actor())
        past = locations.history(db, place=code)
    return render_template("places/office.html", place=place, past=past, form=form, blockers_=blockers, sources=SOURCES)
