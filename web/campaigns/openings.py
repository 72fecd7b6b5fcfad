"""Windows that open on request: the request and the answer put on record."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, Refused
from states.campaigns import desk, openings
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.campaigns.blueprint import bp
from web.campaigns.forms import AnswerForm, AskForm
from web.database import reading, work
from web.words import message


@bp.get("/<int:campaign_id>/windows/<window>")
@access(Permission.RUN_CAMPAIGN, Area.RECORD)
def ask_window(campaign_id: int, window: str) -> str:
    """Ask which request went out, or which answer came."""
    return _page(campaign_id, window)


def _page(campaign_id: int, name: str, asking: AskForm | None = None, answering: AnswerForm | None = None) -> str:
    by = who.actor()
    with reading() as db:
        one = desk.find(db, campaign_id, by)
        window = openings.window_of(one.pack, name)
        told = openings.answers(db, one.campaign, one.pack).get(name, [])
    asking = asking or AskForm(formdata=None, asked_on=now.today())
    answering = answering or AnswerForm(formdata=None, answered_on=now.today(), since=window.since, until=window.until)
    return render_template(
        "campaigns/window.html", one=one.campaign, window=window, told=told, asking=asking, answering=answering,
        pending=next((x for x in told if x.opening and not x.is_answered), None),
    )  # fmt: skip


@bp.post("/<int:campaign_id>/windows/<window>")
@access(Permission.RUN_CAMPAIGN, Area.RECORD)
def add_request(campaign_id: int, window: str) -> Response | tuple[str, int]:
    """Put a request on record."""
    form, by, at = AskForm(), who.actor(), now.now()
    if form.validate_on_submit():
        told = window, form.document.data, form.asked_on.data
        try:
            with work() as db:
                one = desk.find(db, campaign_id, by).campaign
                only_once.carry_out(db, lambda: {"id": openings.ask(db, one, *told, by=by, at=at).id})
            flash(_("申请已登记，等批复"), "success")
            return redirect(url_for(".ask_window", campaign_id=campaign_id, window=window))
        except BadInput as error:
            form.put(error)
        except Refused as refused:
            form.form_errors.extend(message(blocker) for blocker in refused.blockers)
    return _page(campaign_id, window, asking=form), 422


@bp.post("/<int:campaign_id>/windows/<window>/<int:opening_id>")
@access(Permission.RUN_CAMPAIGN, Area.RECORD)
def add_answer(campaign_id: int, window: str, opening_id: int) -> Response | tuple[str, int]:
    """Put the answer on record, which opens the window for its days."""
    form, by, at = AnswerForm(), who.actor(), now.now()
    if form.validate_on_submit():
        days = {"granted": form.granted.data == "yes", "since": form.since.data, "until": form.until.data}
        told = opening_id, form.document.data, form.answered_on.data
        try:
            with work() as db:
                one = desk.find(db, campaign_id, by).campaign
                only_once.carry_out(db, lambda: {"id": openings.answer(db, one, *told, **days, by=by, at=at).id})
            flash(_("批复已登记"), "success")
            return redirect(url_for(".show", campaign_id=campaign_id))
        except BadInput as error:
            form.put(error)
        except Refused as refused:
            form.form_errors.extend(message(blocker) for blocker in refused.blockers)
    return _page(campaign_id, window, answering=form), 422
