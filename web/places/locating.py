"""Where a household stands: its present place, the history, and a form for the phone or for typing."""

from __future__ import annotations

from datetime import date

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from engine.guards import Blocker
from states import case_file, openings
from states.places import locations, whereabouts
from states.places.locations import SOURCES
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading, work
from web.places import measuring
from web.places.blueprint import homes as bp
from web.places.forms import LocationForm


@bp.get("/<int:case_id>/location")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def location(case_id: int) -> str:
    """Show where a household stands, and in which group it lay on a day asked for; the opening is logged."""
    with work() as db:
        household = case_file.household(db, case_id, who.actor())
        openings.note(db, who.signed_in().id, f"household:{household.id}", now.wall())
    return _page(case_id, LocationForm(formdata=None, measured_on=now.today()))


@bp.post("/<int:case_id>/location")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def locate(case_id: int) -> Response | tuple[str, int]:
    """Record where a household stands."""
    by, at = who.actor(), now.now()
    with reading() as db:
        household = case_file.household(db, case_id, by)
    return measuring.record(
        LocationForm(),
        lambda db, measured: locations.locate(db, household, measured, by, at),
        url_for(".location", case_id=case_id),
        lambda form, blockers: _page(case_id, form, blockers),
    )


def _page(case_id: int, form: LocationForm, blockers: tuple[Blocker, ...] = ()) -> str:
    asked = _day(request.args.get("on", ""))
    with reading() as db:
        household = case_file.household(db, case_id, who.actor())
        past = locations.history(db, household_id=household.id)
        stays = whereabouts.stays(db, household)
    there = whereabouts.on(stays, asked) if asked else None
    return render_template(
        "places/location.html", household=household, case_id=case_id, past=past, form=form, blockers_=blockers,
        sources=SOURCES, stays=stays, asked=asked, there=there,
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
