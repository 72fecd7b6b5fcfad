"""The ledgers with where they stand, and one with its rounds and what was sent."""

from __future__ import annotations

from datetime import date

from flask import render_template, request

from states.reconciliation import desk, files
from states.reconciliation.ledgers import find
from states.reconciliation.looking import Looked
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading
from web.reconciliation.blueprint import bp

ROUNDS, SHOWN = 50, 200


@bp.get("")
@access(Permission.UPLOAD_LEDGER, Area.LIST)
def index() -> str:
    """List the ledgers."""
    with reading() as db:
        return render_template("reconciliation/index.html", found=desk.standings(db, who.actor()))


@bp.get("/ledgers/<ledger_id>")
@access(Permission.UPLOAD_LEDGER, Area.RECORD)
def show(ledger_id: str) -> str:
    """Show a ledger with its rounds, and ask for its next file."""
    return page(ledger_id)


def page(
    ledger_id: str, *, problem: str = "", as_of_on: date | None = None, looked: Looked | None = None, digest: str = ""
) -> str:
    """The page of a ledger, with what came of a file that was handed in."""
    by, before = who.actor(), max(0, request.args.get("before", 0, int))
    ledger = find(ledger_id, by)
    with reading() as db:
        rounds = files.rounds(db, [ledger.id], by, before, ROUNDS + 1)
        sent = files.sent(db, [ledger.id], by)
    more = rounds[ROUNDS - 1][0].id if len(rounds) > ROUNDS else 0
    return render_template(
        "reconciliation/ledger.html", ledger=ledger, rounds=rounds[:ROUNDS], more=more, sent=sent, problem=problem,
        as_of_on=as_of_on or now.today(), looked=looked, digest=digest, shown=SHOWN,
    )  # fmt: skip
