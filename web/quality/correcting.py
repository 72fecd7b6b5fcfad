"""Claiming that a finding is corrected, and waiving it."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states.quality import correcting, desk
from states.quality.correcting import Proof
from states.roles import Permission
from web import now, once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.quality.blueprint import bp
from web.quality.finding import offer, page
from web.quality.forms import ClaimForm, WaiveForm


@bp.post("/findings/<int:finding_id>/claim")
@access(Permission.CORRECT_FINDING, Area.RECORD)
def claim(finding_id: int) -> Response | tuple[str, int]:
    """Take in a correction with its proof."""
    form, by = ClaimForm(), who.actor()
    with reading() as db:
        doubt = desk.find(db, finding_id, by)
        offer(form, doubt, correcting.usable(db, doubt.finding))
    if form.validate_on_submit():
        proof = Proof(
            form.proof.data or "", form.evidence.data or None, form.document.data or "", form.document_on.data
        )
        try:
            with work() as db:
                said, at, key = form.said.data, now.now(), once.key()
                correcting.claim(db, tools.book(), finding_id, proof, said, by=by, at=at, key=key)
            flash(_("已报整改，下一轮筛查不再查到就销号"), "success")
            return redirect(url_for(".show", finding_id=finding_id))
        except BadInput as error:
            form.put(error)
    return page(finding_id, form, WaiveForm(formdata=None)), 422


@bp.post("/findings/<int:finding_id>/waive")
@access(Permission.WAIVE_FINDING, Area.RECORD)
def waive(finding_id: int) -> Response | tuple[str, int]:
    """Let a finding stand, with the reason."""
    form, by = WaiveForm(), who.actor()
    with reading() as db:
        desk.find(db, finding_id, by)
    if form.validate_on_submit():
        try:
            with work() as db:
                reason, at, key = form.reason.data, now.now(), once.key()
                correcting.waive(db, tools.book(), finding_id, reason, by=by, at=at, key=key)
            flash(_("已豁免；情况有变会重新查出"), "success")
            return redirect(url_for(".show", finding_id=finding_id))
        except BadInput as error:
            form.put(error)
    return page(finding_id, ClaimForm(formdata=None), form), 422
