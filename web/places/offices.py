"""Where the office of a village or township stands."""

from __future__ import annotations

from flask import render_template, url_for
from werkzeug.wrappers import Response

from engine.guards import Blocker
from states.places import locations
from states.places.locations import SOURCES
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.areas import bp
from web.database import reading
from web.places import measuring
from web.places.changing import own_place
from web.places.forms import LocationForm


@bp.get("/<code>/office")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def ask_office(code: str) -> str:
    """Show where the office stands, and ask."""
    return _page(code, LocationForm(formdata=None, measured_on=now.today()))


@bp.post("/<code>/office")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def locate_office(code: str) -> Response | tuple[str, int]:
    """Record where the office stands."""
    by, at, place = who.actor(), now.now(), own_place(code)
    return measuring.record(
        LocationForm(),
        lambda db, measured: locations.locate_office(db, place, measured, by, at),
        url_for(".show", code=code),
        lambda form, blockers: _page(code, form, blockers),
    )


def _page(code: str, form: LocationForm, blockers: tuple[Blocker, ...] = ()) -> str:
    place = own_place(code)
    with reading() as db:
        past = locations.history(db, place=code)
    return render_template("places/office.html", place=place, past=past, form=form, blockers_=blockers, sources=SOURCES)
