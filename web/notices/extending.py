"""Letting a notice hang longer, and the sheet that corrects a paper whose printed last day is another."""

from __future__ import annotations

from typing import Any

from flask import Response as FileResponse
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import IntegerField, TextAreaField

from engine.errors import Refused
from publicity.corrections import correction_values
from states import extending, notice_desk, posting
from states.notices import Notice
from states.roles import Permission
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.forms import Form, at_most, required
from web.notices.blueprint import bp
from web.papers import as_pdf, public_address
from web.words import day, message


class ExtendForm(Form):
    """By how many days, and why."""

    days = IntegerField(
        _l("延长几天"), [required()], description=_l("与公示期一样计算：按工作日公示的，延长的也是工作日")
    )
    reason = TextAreaField(_l("延长原因"), [required(), at_most(200)], description=_l("会印在更正通知上，贴在公示旁边"))


@bp.get("/<int:notice_id>/extend")
@access(Permission.NOTICE, Area.RECORD)
def ask_extend(notice_id: int) -> str:
    """Ask by how many days and why."""
    return _page(notice_id, ExtendForm())


@bp.post("/<int:notice_id>/extend")
@access(Permission.NOTICE, Area.RECORD)
def extend(notice_id: int) -> str | Response | tuple[str, int]:
    """Extend it; the sheet that says so is printed next."""
    form = ExtendForm()
    if not form.validate_on_submit():
        return _page(notice_id, form), 422
    try:
        with work() as db:
            notice, _state = notice_desk.find(db, notice_id, who.actor())
            only_once.carry_out(db, lambda: _extend(db, notice, form))
            last = notice.last_on
    except Refused as refused:
        form.form_errors.extend(message(blocker) for blocker in refused.blockers)
        return _page(notice_id, form), 409
    flash(_("公示期已延长到%(last)s。请打印更正通知，贴在公示旁边", last=day(last)), "success")
    return redirect(url_for(".show", notice_id=notice_id))


@bp.get("/<int:notice_id>/correction.pdf")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def correction(notice_id: int) -> FileResponse:
    """Make out the sheet with the real last day."""
    with reading() as db:
        notice, _state = notice_desk.find(db, notice_id, who.actor())
        told = _told(db, notice)
    return as_pdf(tools.typeset(*told).pdf, f"{notice.number}-{notice.edition}-更正.pdf")


@bp.post("/<int:notice_id>/correct")
@access(Permission.NOTICE, Area.RECORD)
def correct(notice_id: int) -> Response:
    """Note that the sheet hangs; it is kept under its digest."""
    with reading() as db:
        notice, _state = notice_desk.find(db, notice_id, who.actor())
        if notice.paper_is_right:  # noted already, perhaps by this very form
            return redirect(url_for(".show", notice_id=notice_id))
        told = _told(db, notice)
    paper = tools.typeset(*told)
    tools.store().put(paper.pdf)
    with work() as db:
        notice, _state = notice_desk.find(db, notice_id, who.actor())
        only_once.carry_out(db, lambda: _correct(db, notice, paper.digest))
    flash(_("更正通知已登记贴出"), "success")
    return redirect(url_for(".show", notice_id=notice_id))


def _told(db: Session, notice: Notice) -> tuple[str, dict[str, Any]]:
    return correction_values(db, notice, public_address(notice.number, notice.edition))


def _extend(db: Session, notice: Notice, form: ExtendForm) -> None:
    days, reason = form.days.data, form.reason.data
    extending.extend(db, tools.book(), notice, days, reason, by=who.actor(), at=now.now())


def _correct(db: Session, notice: Notice, digest: str) -> None:
    posting.corrected(db, notice, digest, by=who.actor(), at=now.now())


def _page(notice_id: int, form: ExtendForm) -> str:
    with reading() as db:
        notice, _state = notice_desk.find(db, notice_id, who.actor())
        most = extending.room(db, tools.book(), notice)
    return render_template("notices/extend.html", notice=notice, form=form, most=most)
