"""Planning a session."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states import region_desk, regions
from states.roles import Permission
from states.sessions import holding
from states.sessions.holding import Course
from states.sessions.plan import training, ways
from web import now, once, who
from web.access import Area, access
from web.database import reading, work
from web.sessions.blueprint import bp
from web.sessions.forms import PlanForm


@bp.get("/new")
@access(Permission.REVIEW, Area.LIST)
def ask() -> str:
    """Ask where, when and what about."""
    form = _form()
    with reading() as db:
        form.contents.data = "\n".join(training(db, who.actor().area, now.today()).contents)
    form.began_on.data = form.ended_on.data = now.today()
    return render_template("sessions/new.html", form=form)


@bp.post("/new")
@access(Permission.REVIEW, Area.LIST)
def add() -> Response | tuple[str, int]:
    """Plan the session."""
    form = _form()
    if form.validate_on_submit():
        course = Course(
            form.place.data, form.title.data, form.way.data, form.contents.data, form.trainer.data, form.began_on.data,
            form.ended_on.data, form.hours.data, tuple(form.villages.data or ()),
        )  # fmt: skip
        try:
            with work() as db:
                one = holding.plan(db, course, by=who.actor(), at=now.now(), key=once.key())
            flash(_("培训已安排"), "success")
            return redirect(url_for(".show", session_id=one.id))
        except BadInput as error:
            form.put(error)
    return render_template("sessions/new.html", form=form), 422


def _form() -> PlanForm:
    form, by, on = PlanForm(), who.actor(), now.today()
    with reading() as db:
        below = {4: "county", 6: "township"}.get(len(by.area))
        places = [region_desk.own(db, by.area, by), *(regions.below(db, by.area, below) if below else ())]
        form.offer(places, ways(db, by.area, on), regions.below(db, by.area, "village"))
    return form
