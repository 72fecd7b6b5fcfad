"""Where a household stands: its present place, the history, and a form for the phone or for typing."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, Refused
from engine.guards import Blocker
from states import case_file, openings
from states.households import Household
from states.places import coordinates, locations
from states.places.locations import SOURCES, Measured
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.places.blueprint import homes as bp
from web.places.forms import LocationForm


@bp.get("/<int:case_id>/location")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def location(case_id: int) -> str:
    """Show where a household stands; the opening is logged."""
    with work() as db:
        household = case_file.household(db, case_id, who.actor())
        openings.note(db, who.signed_in().id, f"household:{household.id}", now.wall())
    return _page(case_id, LocationForm(formdata=None, measured_on=now.today()))


@bp.post("/<int:case_id>/location")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def locate(case_id: int) -> Response | tuple[str, int]:
    """Record where a household stands."""
    form, by, at = LocationForm(), who.actor(), now.now()
    household = _household(case_id)
    blockers: tuple[Blocker, ...] = ()
    if form.validate_on_submit():
        try:
            measured = measured_by(form)
            with work() as db:
                only_once.carry_out(db, lambda: {"id": locations.locate(db, household, measured, by, at).id})
            flash(_("坐标已保存"), "success")
            return redirect(url_for(".location", case_id=case_id))
        except BadInput as error:
            form.put(error)
        except Refused as refused:
            blockers = refused.blockers
    return _page(case_id, form, blockers), 422


def measured_by(form: LocationForm) -> Measured:
    """What the form holds; raises `BadInput` for coordinates that cannot be."""
    point = coordinates.read(form.longitude.data, form.latitude.data)
    return Measured(
        point, form.measured_on.data, form.accuracy.data, form.source.data or "typed", form.reason.data or "",
        form.sure.data,
    )  # fmt: skip


def _household(case_id: int) -> Household:
    with reading() as db:
        return case_file.household(db, case_id, who.actor())


def _page(case_id: int, form: LocationForm, blockers: tuple[Blocker, ...] = ()) -> str:
    with reading() as db:
        household = case_file.household(db, case_id, who.actor())
        past = locations.history(db, household_id=household.id)
    return render_template(
        "places/location.html", household=household, case_id=case_id, past=past, form=form, blockers_=blockers,
        sources=SOURCES,
    )  # fmt: skip
