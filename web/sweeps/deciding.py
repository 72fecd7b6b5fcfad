"""Beginning a sweep, ending it, and opening it again."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states.help.quarters import quarter_of
from states.roles import Permission
from states.sweeps import beginning, desk
from web import now, only_once, tools, who
from web.access import Area, access, may
from web.database import reading, work
from web.sweeps.blueprint import bp
from web.sweeps.desk import list_page, places, sweep_page
from web.sweeps.forms import BeginForm, ReasonForm


@bp.post("")
@access(Permission.SWEEP, Area.LIST)
def begin() -> Response | tuple[str, int]:
    """Begin the sweep of the present quarter."""
    form, by, at = BeginForm(), who.actor(), now.now()
    with reading() as db:
        form.offer(places(db, by) if may(Permission.SWEEP) else ())
    if not form.validate_on_submit():
        return list_page(form), 422
    told = form.area.data, quarter_of(now.today())
    with work() as db:
        done = only_once.carry_out(db, lambda: {"sweep": beginning.begin(db, *told, by=by, at=at).id})
    flash(_("排查已经开始，名单已定住"), "success")
    return redirect(url_for(".show", sweep_id=done["sweep"]))


@bp.post("/<int:sweep_id>/close")
@access(Permission.SWEEP, Area.RECORD)
def close(sweep_id: int) -> Response | tuple[str, int]:
    """End it; with a reason where it falls short."""
    form, by, at = ReasonForm(), who.actor(), now.now()
    try:
        with work() as db:
            sweep, reason = desk.find(db, sweep_id, by).sweep, form.reason.data or ""
            only_once.carry_out(db, lambda: beginning.close(db, tools.book(), sweep, reason, by=by, at=at))
    except BadInput as error:
        form.put(error)
        return sweep_page(sweep_id, form), 422
    flash(_("排查已结束，可以起草规模统计表"), "success")
    return redirect(url_for(".show", sweep_id=sweep_id))


@bp.post("/<int:sweep_id>/reopen")
@access(Permission.SWEEP, Area.RECORD)
def reopen(sweep_id: int) -> Response | tuple[str, int]:
    """Open it again, with the reason."""
    form, by, at = ReasonForm(), who.actor(), now.now()
    try:
        with work() as db:
            sweep, reason = desk.find(db, sweep_id, by).sweep, form.reason.data or ""
            only_once.carry_out(db, lambda: beginning.reopen(db, tools.book(), sweep, reason, by=by, at=at))
    except BadInput as error:
        form.put(error)
        return sweep_page(sweep_id, form), 422
    flash(_("排查已重新打开"), "success")
    return redirect(url_for(".show", sweep_id=sweep_id))
