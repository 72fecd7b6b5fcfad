"""Taking in a ledger's file: looked through first, then stored and laid against ours."""

from __future__ import annotations

from datetime import date
from tempfile import TemporaryFile

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.errors import BadInput, NotFound
from engine.jobs.asking import enqueue
from states.reconciliation import background
from states.reconciliation.ledgers import Ledger, find
from states.reconciliation.looking import Looked, look
from states.reconciliation.remarks import hand_back
from states.reconciliation.taking import take
from states.roles import Permission
from states.workbooks import XLSX, BadWorkbook, Sheet, read
from web import now, once, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.reconciliation.blueprint import bp
from web.reconciliation.ledgers import AT_ONCE, page
from web.uploaded import kept, uploads
from web.words import fill, term


@bp.post("/ledgers/<ledger_id>")
@access(Permission.UPLOAD_LEDGER, Area.RECORD)
def preview(ledger_id: str) -> str | tuple[str, int]:
    """Look through the file and tell what it would bring; nothing is compared for good yet."""
    ledger, sent, day = find(ledger_id, who.actor()), uploads("file"), _day(request.form.get("as_of_on", ""))
    if day is None:
        return page(ledger_id, problem=_("请填写数据日期")), 422
    if not sent:
        return page(ledger_id, problem=_("请选择要导入的表格文件"), as_of_on=day), 422
    try:
        sheet = read(sent[0].data, sent[0].name, ledger.headings)
    except BadWorkbook as error:
        return page(ledger_id, problem=fill(error.text, error.facts), as_of_on=day), 422
    with reading() as db:
        looked = _looked(db, ledger, sheet, day)
    if looked.refusals:
        return page(ledger_id, looked=looked, as_of_on=day), 422
    digest = tools.store().put(sent[0].data)  # kept as sent, so that what is taken is what was looked at
    return page(ledger_id, looked=looked, digest=digest, as_of_on=day)


@bp.post("/ledgers/<ledger_id>/remarks")
@access(Permission.UPLOAD_LEDGER, Area.RECORD)
def remarks(ledger_id: str) -> Response:
    """Hand the file back with what cannot be read and what ours says instead beside each cell."""
    ledger, (sheet, day) = find(ledger_id, who.actor()), _kept(ledger_id)
    with reading() as db:
        looked = _looked(db, ledger, sheet, day)
    with TemporaryFile() as out:
        hand_back(sheet, looked, out)
        out.seek(0)
        response = Response(out.read(), mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{ledger.id}-remarks.xlsx"'
    return response


@bp.post("/ledgers/<ledger_id>/take")
@access(Permission.UPLOAD_LEDGER, Area.RECORD)
def take_in(ledger_id: str) -> Response | tuple[str, int]:
    """Store the file that was looked at and lay it against ours; a long one is put into the queue."""
    by, at = who.actor(), now.now()
    ledger, (sheet, day) = find(ledger_id, by), _kept(ledger_id)
    if len(sheet.rows) > AT_ONCE:
        params = {"ledger": ledger.id, "digest": sheet.digest, "name": sheet.file, "as_of_on": day.isoformat()}
        with work() as db:
            job = enqueue(db, background.KIND, params, by=by, at=at, key=once.key(), title=ledger.title)
        return redirect(url_for("jobs.show", job_id=job.id))

    def whole(db: Session) -> dict[str, int]:
        return {"round": take(db, tools.book(), _looked(db, ledger, sheet, day), by=by, at=at).id}

    try:
        with work() as db:
            done = only_once.carry_out(db, lambda: whole(db))
    except BadInput as error:
        return page(ledger_id, problem="；".join(term(one.reason) for one in error.problems), as_of_on=day), 409
    flash(_("已导入并比对"), "success")
    return redirect(url_for(".round_", round_id=done["round"]))


def _kept(ledger_id: str) -> tuple[Sheet, date]:
    """The file that was looked at before, and the day of its data; raises `NotFound`."""
    (data, name), day = kept(), _day(request.form.get("as_of_on", ""))
    if day is None:
        raise NotFound("file", name)
    return read(data, name, find(ledger_id, who.actor()).headings), day


def _looked(db: Session, ledger: Ledger, sheet: Sheet, day: date) -> Looked:
    return look(db, ledger, sheet, day, who.actor(), now.today())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
