"""Entering an objection that came by telephone, in person or in the box at the board."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states import notice_desk, objecting
from states.notice_lines import NoticeLine, lines_of
from states.notices import Notice
from states.roles import Permission
from web import now, once, who
from web.access import Area, access
from web.database import reading, work
from web.objections.blueprint import bp
from web.objections.forms import TakeForm


@bp.get("/new/<int:notice_id>")
@access(Permission.HANDLE_OBJECTION, Area.RECORD)
def new(notice_id: int) -> str:
    """Ask what was said, and against which household of the notice."""
    form = TakeForm()
    notice, lines = _listed(notice_id)
    form.offer(lines)
    return render_template("objections/new.html", form=form, notice=notice)


@bp.post("/new/<int:notice_id>")
@access(Permission.HANDLE_OBJECTION, Area.RECORD)
def add(notice_id: int) -> Response | tuple[str, int]:
    """Take the objection in."""
    form, by = TakeForm(), who.actor()
    notice, lines = _listed(notice_id)
    form.offer(lines)
    if form.validate_on_submit():
        case_id = next(line.case_id for line in lines if line.position == form.position.data)
        try:
            with work() as db:
                notice, _state = notice_desk.find(db, notice_id, by)
                taken = objecting.file(
                    db, notice, case_id, channel=form.channel.data, text=form.text.data,
                    contact=form.contact.data or "", by=by, at=now.now(), key=once.key(),
                )  # fmt: skip
            flash(_("异议已登记，请把回执编号%(receipt)s告诉反映人", receipt=taken.receipt), "success")
            return redirect(url_for(".show", objection_id=taken.id))
        except BadInput as error:
            form.put(error)
    return render_template("objections/new.html", form=form, notice=notice), 422


def _listed(notice_id: int) -> tuple[Notice, list[NoticeLine]]:
    with reading() as db:
        notice, _state = notice_desk.find(db, notice_id, who.actor())
        return notice, list(lines_of(db, notice))
