"""Taking a lead in, and saying which household it is about."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, NotFound
from engine.words import N_
from states import regions
from states.leads import desk, receiving
from states.leads.receiving import Tip
from states.roles import Permission
from web import now, once, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.leads.blueprint import bp
from web.leads.desk import page
from web.leads.forms import MatchForm, ReceiveForm

UNKNOWN = N_("您的辖区里没有这个户编号")


@bp.get("/new")
@access(Permission.EDIT_HOUSEHOLD, Area.LIST)
def ask() -> str:
    """Ask what came in; the household may be named in the address."""
    form = _form()
    form.number.data, form.received_on.data = request.args.get("number", "")[:32], now.today()
    return render_template("leads/new.html", form=form)


@bp.post("/new")
@access(Permission.EDIT_HOUSEHOLD, Area.LIST)
def add() -> Response | tuple[str, int]:
    """Take the lead in."""
    form = _form()
    if form.validate_on_submit():
        tip = Tip(
            form.source.data, form.received_on.data, form.text.data, form.area.data, form.name.data or "",
            form.number.data or "", form.reporter.data or "", form.contact.data or "",
        )  # fmt: skip
        try:
            with work() as db:
                lead, joined = receiving.receive(db, tip, by=who.actor(), at=now.now(), key=once.key())
            text = _("这一户的线索还没有办结，已并入原来那一条") if joined else _("线索已登记，等村里分析研判")
            flash(text, "success")
            return redirect(url_for(".show", lead_id=lead.id))
        except BadInput as error:
            form.put(error)
        except NotFound:
            form.number.errors = [_(UNKNOWN)]
    return render_template("leads/new.html", form=form), 422


@bp.post("/<int:lead_id>/match")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def match(lead_id: int) -> Response | tuple[str, int]:
    """Say which household of the register it is about."""
    form, by, at = MatchForm(), who.actor(), now.now()
    with reading() as db:
        desk.find(db, lead_id, by)
    if form.validate_on_submit():
        try:
            with work() as db:
                one = desk.find(db, lead_id, by).lead
                number, book = form.number.data, tools.book()
                told = only_once.carry_out(
                    db, lambda: {"lead": receiving.match(db, book, one, number, by=by, at=at).id}
                )
            flash(_("线索已对到户") if told["lead"] == lead_id else _("这一户已有线索，已并入那一条"), "success")
            return redirect(url_for(".show", lead_id=told["lead"]))
        except BadInput as error:
            form.put(error)
        except NotFound:
            form.number.errors = [_(UNKNOWN)]
    return page(lead_id, match=form), 422


def _form() -> ReceiveForm:
    form, area = ReceiveForm(), who.actor().area
    with reading() as db:
        form.offer(regions.below(db, area[:12], "village"))
    return form
