"""Recording a measurement that was sent, of a household or of an office."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.errors import BadInput, Refused
from engine.guards import Blocker
from states.places import coordinates
from states.places.locations import Location, Measured
from web import only_once
from web.database import work
from web.places.forms import LocationForm

Page = Callable[[LocationForm, tuple[Blocker, ...]], str]


def record(
    form: LocationForm, act: Callable[[Session, Measured], Location], back: str, page: Page
) -> Response | tuple[str, int]:
    """Let `act` record what the form holds and go `back`; else show the page with what is wrong."""
    blockers: tuple[Blocker, ...] = ()
    if form.validate_on_submit():
        try:
            measured = measured_by(form)
            with work() as db:
                only_once.carry_out(db, lambda: {"id": act(db, measured).id})
            flash(_("坐标已保存"), "success")
            return redirect(back)
        except BadInput as error:
            form.put(error)
        except Refused as refused:
            blockers = refused.blockers
    return page(form, blockers), 422


def measured_by(form: LocationForm) -> Measured:
    """What the form holds; raises `BadInput` for coordinates that cannot be."""
    point = coordinates.read(form.longitude.data, form.latitude.data)
    return Measured(
        point, form.measured_on.data, form.accuracy.data, form.source.data or "typed", form.reason.data or "",
        form.sure.data,
    )  # fmt: skip
