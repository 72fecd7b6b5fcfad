"""Taking the last change of a place back: looked at, and done while nothing else has changed there."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, Refused
from engine.guards import Blocker
from states.places import returning
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.areas import bp
from web.database import reading, work
from web.places import changing
from web.places.forms import WhyForm
from web.words import term


@bp.get("/<code>/undo")
@access(Permission.MANAGE_AREAS, Area.RECORD)
def ask_return(code: str) -> str:
    """Show what goes back, or why nothing does."""
    return _page(code, WhyForm(formdata=None))


@bp.post("/<code>/undo")
@access(Permission.MANAGE_AREAS, Area.RECORD)
def take_back(code: str) -> Response | tuple[str, int]:
    """Take it back."""
    form, by, at = WhyForm(), who.actor(), now.now()
    blockers: tuple[Blocker, ...] = ()
    changing.own_place(code)
    if form.validate_on_submit():
        try:
            with work() as db:

                def act() -> dict[str, int]:
                    plan = returning.plan_return(db, code, by)
                    return {"n": returning.take_back(db, plan, form.why(), by, at)}

                done = only_once.carry_out(db, act)
            flash(_("已撤回，%(n)s户回到原处", n=done["n"]), "success")
            return redirect(url_for("areas.show", code=code))
        except BadInput as error:
            form.put(error)
        except Refused as refused:
            blockers = refused.blockers
    return _page(code, form), 409 if blockers else 422


def _page(code: str, form: WhyForm) -> str:
    place, plan, problem = changing.own_place(code), None, ""
    try:
        with reading() as db:
            plan = returning.plan_return(db, code, who.actor())
    except BadInput as error:
        problem = term(error.problems[0].reason)
    return render_template("places/undo.html", place=place, plan=plan, form=form, problem=problem)
