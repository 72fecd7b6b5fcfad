"""Withdrawing a paper, after asking once more."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from states.issued import desk, issuing
from states.roles import Permission
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.issued.blueprint import bp


@bp.get("/<int:paper_id>/withdraw")
@access(Permission.ISSUE, Area.RECORD)
def ask_withdraw(paper_id: int) -> str:
    """Ask why, and say what becomes of the number."""
    with reading() as db:
        shown = desk.find(db, paper_id, who.actor())
    return render_template("issued/withdraw.html", one=shown.paper)


@bp.post("/<int:paper_id>/withdraw")
@access(Permission.ISSUE, Area.RECORD)
def withdraw(paper_id: int) -> Response:
    """Withdraw it: it stays on record, and so does its number."""
    reason, by, at = request.form.get("reason", ""), who.actor(), now.now()
    with work() as db:
        paper = desk.find(db, paper_id, by).paper
        only_once.carry_out(db, lambda: issuing.withdraw(db, tools.book(), paper, reason, by=by, at=at))
    flash(_("文书已作废，文号保留，不再使用"), "success")
    return redirect(url_for(".show", paper_id=paper_id))
