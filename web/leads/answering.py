"""Recording what those who reported were told."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states.leads import answering, desk
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import work
from web.leads.blueprint import bp
from web.leads.desk import page
from web.leads.forms import AnswerForm


@bp.post("/<int:lead_id>/answer")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def answer(lead_id: int) -> Response | tuple[str, int]:
    """Record the answer to everybody who still waits."""
    form, by, at = AnswerForm(), who.actor(), now.now()
    with work() as db:
        one = desk.find(db, lead_id, by).lead
        if form.validate_on_submit():
            said, on = form.answer.data, form.answered_on.data
            try:
                only_once.carry_out(db, lambda: {"n": answering.answer(db, one, said, on, by=by, at=at)})
                flash(_("答复已登记"), "success")
                return redirect(url_for(".show", lead_id=lead_id))
            except BadInput as error:
                form.put(error)
    return page(lead_id, answer=form), 422
