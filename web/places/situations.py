"""Recording how a general household in trouble lives."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, Refused
from engine.guards import Blocker
from states.places import situations
from states.places.situations import Told
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import work
from web.places.blueprint import homes as bp
from web.places.forms import SituationForm
from web.places.pairing import found, page


@bp.post("/<int:case_id>/situation")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def record(case_id: int) -> Response | tuple[str, int]:
    """Record income, guarantees and the main difficulty."""
    form, by, at, household = SituationForm(), who.actor(), now.now(), found(case_id)
    blockers: tuple[Blocker, ...] = ()
    if form.validate_on_submit():
        told = Told(
            form.as_of_on.data, form.income_per_head.data, frozenset(request.form.getlist("met")),
            form.difficulty.data, form.note.data or "", form.reason.data or "",
        )  # fmt: skip
        try:
            with work() as db:
                only_once.carry_out(db, lambda: {"id": situations.record(db, household, told, by, at).id})
            flash(_("收入和保障情况已登记"), "success")
            return redirect(url_for(".facts", case_id=case_id))
        except BadInput as error:
            form.put(error)
        except Refused as refused:
            blockers = refused.blockers
    return page(case_id, form, blockers), 409 if blockers else 422
