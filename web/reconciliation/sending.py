"""Sending our lines to the keeper of a ledger, and fetching what was sent."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from states import openings
from states.reconciliation import sending
from states.reconciliation.ledgers import find
from states.roles import Permission
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import work
from web.reconciliation.blueprint import bp

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.post("/ledgers/<ledger_id>/send")
@access(Permission.RECONCILE, Area.RECORD)
def send(ledger_id: str) -> Response:
    """Write our lines in the ledger's own layout and record that they went out."""
    by, at = who.actor(), now.now()
    ledger = find(ledger_id, by)

    def whole(db: Session) -> dict[str, int]:
        sent, data = sending.send(db, ledger, by=by, at=at)
        tools.store().put(data)
        return {"rows": sent.rows}

    with work() as db:
        done = only_once.carry_out(db, lambda: whole(db))
    flash(_("已推送%(n)s行，部门可以下载核对", n=done["rows"]), "success")
    return redirect(url_for(".show", ledger_id=ledger_id))


@bp.get("/sent/<int:sent_id>")
@access(Permission.READ_RECONCILIATION, Area.RECORD, logs_opening=True)
def fetch(sent_id: int) -> Response:
    """The file that was sent; each download is noted in the access log."""
    with work() as db:
        sent = sending.find(db, sent_id, who.actor())
        openings.note(db, who.signed_in().id, f"sent-ledger:{sent.id}", now.wall())
    response = Response(tools.store().get(sent.digest), mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{sent.ledger}-{sent.sent_on}.xlsx"'
    return response
