"""Taking in a ledger's file: looked through first, then stored and laid against ours."""

from __future__ import annotations

import re
from datetime import date

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.errors import BadInput, NotFound
from states.reconciliation.ledgers import Ledger, find
from states.reconciliation.looking import Looked, look
from states.reconciliation.taking import take
from states.roles import Permission
from states.workbooks import BadWorkbook, Sheet, read
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.reconciliation.blueprint import bp
from web.reconciliation.ledgers import page
from web.uploaded import uploads
from web.words import fill, term

DIGEST = re.compile(r"[0-9a-f]{64}")


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


@bp.post("/ledgers/<ledger_id>/take")
@access(Permission.UPLOAD_LEDGER, Area.RECORD)
def take_in(ledger_id: str) -> Response | tuple[str, int]:
    """Store the file that was looked at and lay it against ours."""
    by, at = who.actor(), now.now()
    ledger, digest = find(ledger_id, by), request.form.get("digest", "")
    name, day = request.form.get("name", "")[:200], _day(request.form.get("as_of_on", ""))
    if not DIGEST.fullmatch(digest) or day is None:
        raise NotFound("file", digest)
    sheet = read(tools.store().get(digest), name, ledger.headings)

    def whole(db: Session) -> dict[str, int]:
        return {"round": take(db, tools.book(), _looked(db, ledger, sheet, day), by=by, at=at).id}

    try:
        with work() as db:
            done = only_once.carry_out(db, lambda: whole(db))
    except BadInput as error:
        return page(ledger_id, problem="；".join(term(one.reason) for one in error.problems), as_of_on=day), 409
    flash(_("已导入并比对"), "success")
    return redirect(url_for(".round_", round_id=done["round"]))


def _looked(db: Session, ledger: Ledger, sheet: Sheet, day: date) -> Looked:
    return look(db, ledger, sheet, day, who.actor(), now.today())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
