"""Reminding by hand: asked once more, with what was sent before and what stands against it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states import regions
from states.deadlines import desk
from states.reminders import by_hand
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.deadlines.blueprint import bp
from web.deadlines.forms import RemindForm


@bp.get("/remind")
@access(Permission.REMIND, Area.LIST)
def ask_remind() -> str:
    """Ask before the post is reminded; the deadline stands in the address by its name."""
    if not request.args.get("name"):
        return render_template("deadlines/remind.html", one=None)
    return _asked(RemindForm(formdata=None))


@bp.post("/remind")
@access(Permission.REMIND, Area.LIST)
def remind() -> Response | tuple[str, int]:
    """Remind the post that owes it."""
    form, by, at, name = RemindForm(), who.actor(), now.now(), request.args.get("name", "")
    if form.validate_on_submit():
        try:
            with work() as db:

                def act() -> dict[str, Any]:
                    return {"reminder": by_hand.remind(db, name, form.note.data or "", by=by, at=at).id}

                only_once.carry_out(db, act)
            flash(_("已催办，对方的首页上看得到"), "success")
            return redirect(url_for(".inbox", sent=1))
        except BadInput as error:
            form.put(error)
    return _asked(form), 422


def _asked(form: RemindForm) -> str:
    by, today = who.actor(), now.today()
    with reading() as db:
        one = desk.find(db, request.args.get("name", ""), by, today)
        sent = by_hand.sent(db, one)
        blockers = list(by_hand.against(db, one, by, today))
        place = regions.full_name(db, one.area, above=one.area[:4])
    return render_template("deadlines/remind.html", one=one, sent=sent, blockers=blockers, place=place, form=form)
