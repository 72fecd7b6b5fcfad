"""Giving leads to a person: one on its page, many out of the list."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, NotFound
from engine.guards import Blocker
from states.leads import assignment, desk
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.leads.blueprint import bp
from web.leads.desk import assigning, page
from web.leads.following import MOST
from web.leads.forms import AssignForm


@bp.post("/<int:lead_id>/assign")
@access(Permission.ASSIGN_LEAD, Area.RECORD)
def assign(lead_id: int) -> Response | tuple[str, int]:
    """Give a lead to somebody."""
    form = _form()
    with reading() as db:
        desk.find(db, lead_id, who.actor())
    if form.validate_on_submit():
        try:
            held = _given([lead_id], form.to.data, form.visit_by.data, form.reason.data or "")
            if not held:
                flash(_("线索已派出"), "success")
                return redirect(url_for(".show", lead_id=lead_id))
            form.form_errors += [str(_(one.text)) for one in held[lead_id]]
        except BadInput as error:
            form.put(error)
        except NotFound:
            form.to.errors = [_("您的辖区里没有这个账号")]
    return page(lead_id, assign=form), 422


@bp.post("/assign")
@access(Permission.ASSIGN_LEAD, Area.LIST)
def assign_many() -> str | Response | tuple[str, int]:
    """Give those that were ticked to one person; who is held says why."""
    form, by = _form(), who.actor()
    ids = [int(one) for one in request.form.getlist("lead") if one.isdecimal()][:MOST]
    if not ids:
        flash(_("请先勾选要派出的线索"), "warning")
        return redirect(url_for(".index", state="received"))
    held: dict[int, tuple[Blocker, ...]] = {}
    with reading() as db:
        found = desk.chosen(db, ids, by)
    ids = [one.lead.id for one in found]
    if form.validate_on_submit():
        try:
            held = _given(ids, form.to.data, form.visit_by.data, form.reason.data or "")
        except BadInput as error:
            form.put(error)
        except NotFound:
            form.to.errors = [_("您的辖区里没有这个账号")]
    done = 0 if form.errors else len(ids) - len(held)
    told = {"found": found, "held": held, "form": form, "done": done}
    return render_template("leads/assigned.html", **told), 422 if form.errors else 200


def _form() -> AssignForm:
    with reading() as db:
        return assigning(db, AssignForm())


def _given(ids: list[int], to: str, visit_by: date, reason: str) -> dict[int, tuple[Blocker, ...]]:
    by, at = who.actor(), now.now()
    held: dict[int, tuple[Blocker, ...]] = {}
    with work() as db:
        leads = [one.lead for one in desk.chosen(db, ids, by)]

        def act() -> None:
            held.update(assignment.assign_many(db, leads, to, visit_by, reason, by=by, at=at))

        only_once.carry_out(db, act)
    return held
