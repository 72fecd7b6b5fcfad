"""Ticking houses off: one after the other on the way, or those of a walk together."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states import regions
from states.roles import Permission
from states.sweeps import desk, ticking
from states.sweeps.roster import FOUND, PARTS
from states.sweeps.ticking import Call
from web import now, once, who
from web.access import Area, access, may
from web.database import reading, work
from web.sweeps.blueprint import bp
from web.sweeps.desk import houses_page, inside
from web.sweeps.forms import ManyForm, TickForm

WITH = "sweep-visitors"
"""Who went last time, so that the next house does not ask again."""
NAMED, MOST = 20, 500


@bp.get("/<int:sweep_id>/houses/<int:household_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def house(sweep_id: int, household_id: int) -> str:
    """Show a house of the roster with its calls, and what can be noted."""
    form = TickForm(formdata=None)
    form.called_on.data, form.visitors.data = now.today(), session.get(WITH, who.actor().name)
    return _house(sweep_id, household_id, form)


@bp.post("/<int:sweep_id>/houses/<int:household_id>")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def tick(sweep_id: int, household_id: int) -> Response | tuple[str, int]:
    """Note what was found, and go on to the next house that is still to be visited."""
    form, by, at, key = TickForm(), who.actor(), now.now(), once.key()
    form.offer()
    with reading() as db:
        desk.house(db, desk.find(db, sweep_id, by).sweep, household_id, by)
    if not form.validate_on_submit():
        return _house(sweep_id, household_id, form), 422
    call = Call(form.called_on.data, ticking.names(form.visitors.data), form.found.data, form.note.data or "")
    try:
        with work() as db:
            sweep = desk.find(db, sweep_id, by).sweep
            made = ticking.tick(db, sweep, household_id, call, by=by, at=at, key=key)
            lead, grid, area = made.lead_id, request.form.get("grid", 0, int), inside(by, sweep)
            left = desk.houses(db, sweep, by, area=area, grid=grid, shown=desk.LEFT, limit=2)[0]
    except BadInput as error:
        form.put(error)
        return _house(sweep_id, household_id, form), 422
    session[WITH] = form.visitors.data[:200]
    flash(_("已登记走访，疑似风险已转成线索") if lead else _("已登记走访"), "success")
    following = [one for one in left if one.household_id != household_id]
    if following:
        to = following[0].household_id
        return redirect(url_for(".house", sweep_id=sweep_id, household_id=to, grid=grid or None, area=area))
    return redirect(url_for(".show", sweep_id=sweep_id))


@bp.post("/<int:sweep_id>/houses")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def tick_many(sweep_id: int) -> str | Response | tuple[str, int]:
    """Ask once more, then tick those of a walk off where nothing had changed."""
    form, by, at, key = ManyForm(), who.actor(), now.now(), once.key()
    ids = [int(one) for one in request.form.getlist("house") if one.isdecimal() and len(one) < 16][:MOST]
    with reading() as db:
        shown = desk.find(db, sweep_id, by)
    if not ids:
        flash(_("请先勾选走访过的户"), "warning")
        return redirect(url_for(".houses", sweep_id=sweep_id, area=request.form.get("area") or None))
    if not form.validate_on_submit():
        return houses_page(sweep_id, form), 422
    if request.form.get("sure") != "1":
        with reading() as db:
            homes = [desk.house(db, shown.sweep, one, by) for one in ids[:NAMED]]
        return render_template("sweeps/sure.html", one=shown.sweep, form=form, homes=homes, ids=ids)
    call = Call(form.called_on.data, ticking.names(form.visitors.data))
    try:
        with work() as db:
            sweep = desk.find(db, sweep_id, by).sweep
            ticked = ticking.tick_many(db, sweep, ids, call, by=by, at=at, key=key)
    except BadInput as error:
        form.put(error)
        return houses_page(sweep_id, form), 422
    session[WITH] = form.visitors.data[:200]
    flash(_("已登记%(n)s户没有变化", n=ticked), "success")
    area, grid = request.form.get("area") or None, request.form.get("grid", 0, int) or None
    return redirect(url_for(".houses", sweep_id=sweep_id, area=area, grid=grid))


def _house(sweep_id: int, household_id: int, form: TickForm) -> str:
    by = who.actor()
    form.offer()
    with reading() as db:
        shown = desk.find(db, sweep_id, by)
        home = desk.house(db, shown.sweep, household_id, by)
        calls = desk.calls(db, shown.sweep, household_id)
        place = regions.full_name(db, home.area, above=home.area[:4])
    return render_template(
        "sweeps/house.html", shown=shown, one=shown.sweep, home=home, calls=calls, place=place, form=form, found=FOUND,
        parts=PARTS, area=inside(by, shown.sweep), grid=request.values.get("grid", 0, int),
        ticks=may(Permission.EDIT_HOUSEHOLD) and shown.sweep.closed_on is None,
    )  # fmt: skip
