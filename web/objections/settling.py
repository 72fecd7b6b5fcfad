"""Looking into an objection and settling it."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states import objecting, objection_desk
from states.roles import Permission
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import work
from web.objections.blueprint import bp
from web.objections.desk import page
from web.objections.forms import SettleForm, WithdrawForm


@bp.post("/<int:objection_id>/investigate")
@access(Permission.HANDLE_OBJECTION, Area.RECORD)
def investigate(objection_id: int) -> Response:
    """Begin to look into it."""
    by, at = who.actor(), now.now()
    with work() as db:
        one = objection_desk.find(db, objection_id, by).objection
        only_once.carry_out(db, lambda: objecting.investigate(db, tools.book(), one, by=by, at=at))
    flash(_("已开始调查"), "success")
    return redirect(url_for(".show", objection_id=objection_id))


@bp.post("/<int:objection_id>/settle")
@access(Permission.HANDLE_OBJECTION, Area.RECORD)
def settle(objection_id: int) -> Response | tuple[str, int]:
    """Dismiss or uphold it."""
    form, by, at = SettleForm(), who.actor(), now.now()
    if form.validate_on_submit():
        told = form.outcome.data, form.finding.data, form.answer.data
        try:
            with work() as db:
                one = objection_desk.find(db, objection_id, by).objection
                only_once.carry_out(db, lambda: objecting.settle(db, tools.book(), one, *told, by=by, at=at))
            flash(_("异议已办结，反映人凭回执编号可以看到答复"), "success")
            return redirect(url_for(".show", objection_id=objection_id))
        except BadInput as error:
            form.put(error)
    return page(objection_id, form, WithdrawForm(formdata=None)), 422


@bp.post("/<int:objection_id>/withdraw")
@access(Permission.HANDLE_OBJECTION, Area.RECORD)
def withdraw(objection_id: int) -> Response | tuple[str, int]:
    """Note that the objector took it back."""
    form, by, at = WithdrawForm(), who.actor(), now.now()
    if form.validate_on_submit():
        try:
            with work() as db:
                one = objection_desk.find(db, objection_id, by).objection
                only_once.carry_out(
                    db, lambda: objecting.withdraw(db, tools.book(), one, form.reason.data, by=by, at=at)
                )
            flash(_("已登记反映人撤回"), "success")
            return redirect(url_for(".show", objection_id=objection_id))
        except BadInput as error:
            form.put(error)
    return page(objection_id, SettleForm(formdata=None), form), 422
