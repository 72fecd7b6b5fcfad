"""Recording that the own post handed a duty in, and taking a report back with a reason."""

from __future__ import annotations

from typing import Any

from flask import Response as Sent
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, NotFound
from states.deadlines import recording
from states.deadlines.recording import Said
from states.roles import Permission
from states.uploads import keep
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.deadlines.blueprint import bp
from web.deadlines.duties import page
from web.deadlines.forms import ReportForm, WithdrawForm
from web.papers import as_pdf
from web.uploaded import uploads

PICTURE = "image/jpeg"


@bp.post("/duties/<duty>/<period>")
@access(Permission.HAND_IN, Area.RECORD)
def report(duty: str, period: str) -> Response | tuple[str, int]:
    """Record the own post's report."""
    form, by, at = ReportForm(), who.actor(), now.now()
    if form.validate_on_submit():
        try:
            files = keep(tools.store(), uploads("file")[:1])
            said = Said(form.on.data, form.note.data or "", files[0] if files else None)
            with work() as db:
                one = recording.find(db, duty, period, by.area, by.department, by, now.today())

                def act() -> dict[str, Any]:
                    return {"report": recording.record(db, one, said, by=by, at=at).id}

                only_once.carry_out(db, act)
            flash(_("已登记报送"), "success")
            return redirect(url_for(".period", duty=duty, period=period))
        except BadInput as error:
            form.put(error)
    return page(duty, period, form), 422


@bp.get("/reports/<int:report_id>/withdraw")
@access(Permission.HAND_IN, Area.RECORD)
def ask_withdraw(report_id: int) -> str:
    """Ask why the report is taken back."""
    return _asked(report_id, WithdrawForm(formdata=None))


@bp.post("/reports/<int:report_id>/withdraw")
@access(Permission.HAND_IN, Area.RECORD)
def withdraw(report_id: int) -> Response | tuple[str, int]:
    """Take the report back: the duty is open again."""
    form, by, at = WithdrawForm(), who.actor(), now.now()
    with reading() as db:
        known = recording.get(db, report_id, by)
        back = url_for(".period", duty=known.duty, period=known.period)
    if form.validate_on_submit():
        try:
            with work() as db:
                one = recording.get(db, report_id, by)
                reason = form.reason.data
                only_once.carry_out(db, lambda: recording.withdraw(db, tools.book(), one, reason, by=by, at=at))
            flash(_("已撤回，这一期重新待报"), "success")
            return redirect(back)
        except BadInput as error:
            form.put(error)
    return _asked(report_id, form), 422


@bp.get("/reports/<int:report_id>/file")
@access(Permission.READ_ROOM, Area.RECORD)
def handed_in(report_id: int) -> Sent:
    """Hand out what was handed in: a picture to look at, a PDF to save; the browser runs nothing of it."""
    with reading() as db:
        one = recording.get(db, report_id, who.actor())
        digest, kind, name = one.file_digest, one.file_type, f"{one.duty} {one.period}.pdf"
    if not digest:
        raise NotFound("file", report_id)
    answer = as_pdf(tools.store().get(digest), name, attached=True)
    if kind == PICTURE:
        answer.mimetype = PICTURE
        answer.headers["Content-Disposition"] = 'inline; filename="report.jpg"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _asked(report_id: int, form: WithdrawForm) -> str:
    with reading() as db:
        one = recording.get(db, report_id, who.actor())
    return render_template("deadlines/withdraw.html", form=form, one=one)
