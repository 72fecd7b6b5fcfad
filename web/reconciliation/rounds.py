"""One round of comparing: what came out, which cells were left open, and whether it can be called agreed."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from states.reconciliation import agreeing, files
from states.reconciliation.ledgers import find
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.reconciliation.blueprint import bp
from web.words import fill

SHOWN = 200


@bp.get("/rounds/<int:round_id>")
@access(Permission.READ_RECONCILIATION, Area.RECORD)
def round_(round_id: int) -> str:
    """Show a round."""
    by = who.actor()
    with reading() as db:
        one, file = agreeing.find(db, round_id, by)
        blockers = agreeing.against(db, one)
    problems = [(told["row"], told["column"], fill(told["text"], told["facts"])) for told in files.problems_of(file)]
    return render_template(
        "reconciliation/round.html", one=one, file=file, ledger=find(one.ledger, by), blockers=blockers,
        problems=problems, shown=SHOWN,
    )  # fmt: skip


@bp.post("/rounds/<int:round_id>/agree")
@access(Permission.RECONCILE, Area.RECORD)
def agree(round_id: int) -> Response:
    """Mark the round as agreed."""
    by, at = who.actor(), now.now()

    def whole(db: Session) -> None:
        agreeing.agree(db, agreeing.find(db, round_id, by)[0], by=by, at=at)

    with work() as db:
        only_once.carry_out(db, lambda: whole(db))
    flash(_("已标记为“已一致”"), "success")
    return redirect(url_for(".round_", round_id=round_id))
