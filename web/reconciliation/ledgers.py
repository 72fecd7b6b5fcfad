"""The ledgers with where they stand, and one with its rounds and what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from tempfile import TemporaryFile

from flask import render_template, request
from werkzeug.wrappers import Response

from states import regions
from states.reconciliation import difference_sheets, files, standings
from states.reconciliation import rounds as compared
from states.reconciliation.ledgers import by_id, find
from states.reconciliation.looking import Looked
from states.reconciliation.rounds import Seen
from states.roles import Permission
from states.workbooks import XLSX
from web import now, who
from web.access import Area, access
from web.database import reading
from web.reconciliation.blueprint import bp

ROUNDS, SHOWN = 50, 200
AT_ONCE = 2000
"""So many lines are taken in while somebody waits for the page; a longer ledger is a job in the background."""


@bp.get("")
@access(Permission.READ_RECONCILIATION, Area.LIST)
def index() -> str:
    """List the ledgers, and first those that went out and have not come back."""
    by = who.actor()
    with reading() as db:
        found = standings.standings(db, by, now.today())
        quiet = [one for standing in found for one in standing.silent]
        places = regions.names(db, {one.area for one in quiet})
    quiet.sort(key=lambda one: -one.days)
    return render_template("reconciliation/index.html", found=found, quiet=quiet, places=places)


@bp.get("/ledgers/<ledger_id>")
@access(Permission.READ_RECONCILIATION, Area.RECORD)
def show(ledger_id: str) -> str:
    """Show a ledger with its rounds, and ask for its next file."""
    return page(ledger_id)


@bp.get("/ledgers/<ledger_id>/differences.xlsx")
@access(Permission.READ_RECONCILIATION, Area.RECORD)
def sheet(ledger_id: str) -> Response:
    """Hand out the sheet of differences for the office that keeps the ledger, its numbers masked."""
    by = who.actor()
    ledger = find(ledger_id, by)
    with TemporaryFile() as out, reading() as db:
        difference_sheets.write(db, ledger, by, out)
        out.seek(0)
        response = Response(out.read(), mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{ledger.id}-differences.xlsx"'
    return response


def page(
    ledger_id: str, *, problem: str = "", as_of_on: date | None = None, looked: Looked | None = None, digest: str = ""
) -> str:
    """The page of a ledger, with what came of a file that was handed in."""
    by, before = who.actor(), max(0, request.args.get("before", 0, int))
    ledger = find(ledger_id, by)
    with reading() as db:
        rounds = compared.seen(db, [ledger.id], by, before, ROUNDS + 1)
        sent = files.sent(db, [ledger.id], by)
        quiet = [one for one in standings.silent(db, by, now.today()) if one.ledger.id == ledger.id]
        places = regions.names(db, {one.area for one in quiet})
    more = rounds[ROUNDS - 1].round.id if len(rounds) > ROUNDS else 0
    return render_template(
        "reconciliation/ledger.html", ledger=ledger, rounds=rounds[:ROUNDS], more=more, sent=sent, problem=problem,
        as_of_on=as_of_on or now.today(), looked=looked, digest=digest, shown=SHOWN, quiet=quiet, places=places,
        before=_before(rounds), long=looked is not None and len(looked.lines.lines) > AT_ONCE,
        other=by_id()[ledger.against].title if ledger.against else "",
    )  # fmt: skip


def _before(rounds: Sequence[Seen]) -> dict[int, int]:
    """By a round's id how many lines were apart in the round before it, of the same area."""
    found: dict[int, int] = {}
    later: dict[str, int] = {}
    for one in rounds:
        if one.round.area in later:
            found[later[one.round.area]] = one.apart
        later[one.round.area] = one.round.id
    return found
