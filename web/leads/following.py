"""Analysing, confirming and closing a lead."""

from __future__ import annotations

import re

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from engine.guards import Blocker
from states.leads import desk, following
from states.roles import Permission
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import work
from web.leads.blueprint import bp
from web.leads.desk import page
from web.leads.forms import AnalyseForm, CloseForm

NAMES = re.compile(r"[、,，;；\s]+")
"""What may stand between the names of visitors."""
MOST = 500
"""So many are confirmed at once."""


@bp.post("/<int:lead_id>/analyse")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def analyse(lead_id: int) -> Response | tuple[str, int]:
    """Note what the village found."""
    form, by, at = AnalyseForm(), who.actor(), now.now()
    if form.validate_on_submit():
        told = form.analysis.data, form.visited_on.data, NAMES.split(form.visitors.data or "")
        try:
            with work() as db:
                one = desk.find(db, lead_id, by).lead
                only_once.carry_out(db, lambda: following.analyse(db, tools.book(), one, *told, by=by, at=at))
            flash(_("分析研判已登记，等乡镇审核确认"), "success")
            return redirect(url_for(".show", lead_id=lead_id))
        except BadInput as error:
            form.put(error)
    return page(lead_id, analyse=form), 422


@bp.post("/confirm")
@access(Permission.REVIEW, Area.LIST)
def confirm_many() -> str | Response:
    """Confirm those that were ticked: each begins its procedure, or is held and says why."""
    by, at = who.actor(), now.now()
    ids = [int(one) for one in request.form.getlist("lead") if one.isdecimal()][:MOST]
    if not ids:
        flash(_("请先勾选要确认的线索"), "warning")
        return redirect(url_for(".index", state="analysed"))
    held: dict[int, tuple[Blocker, ...]] = {}
    with work() as db:
        found = desk.chosen(db, ids, by)
        leads = [one.lead for one in found]

        def act() -> dict[str, int]:
            held.update(following.confirm_many(db, tools.book(), leads, by=by, at=at))
            return {"confirmed": len(leads) - len(held)}

        done = only_once.carry_out(db, act)
    return render_template("leads/confirmed.html", found=found, held=held, confirmed=done["confirmed"])


@bp.post("/<int:lead_id>/confirm")
@access(Permission.REVIEW, Area.RECORD)
def confirm(lead_id: int) -> Response:
    """Confirm it: the household's procedure begins at once."""
    by, at = who.actor(), now.now()
    with work() as db:
        shown = desk.find(db, lead_id, by)
        only_once.carry_out(db, lambda: {"run": following.confirm(db, tools.book(), shown.lead, by=by, at=at)})
    flash(_("线索已确认，程序已经启动；请村里按风险类型制定“一户一策”"), "success")
    return redirect(url_for("cases.show", case_id=shown.household_case))


@bp.post("/<int:lead_id>/close")
@access(Permission.REVIEW, Area.RECORD)
def close(lead_id: int) -> Response | tuple[str, int]:
    """Close it with the reason."""
    form, by, at = CloseForm().offer(), who.actor(), now.now()
    if form.validate_on_submit():
        told = form.reason.data, form.told.data, form.because.data
        try:
            with work() as db:
                one = desk.find(db, lead_id, by).lead
                only_once.carry_out(db, lambda: following.close(db, tools.book(), one, *told, by=by, at=at))
            flash(_("线索已了结"), "success")
            return redirect(url_for(".show", lead_id=lead_id))
        except BadInput as error:
            form.put(error)
    return page(lead_id, close=form), 422
