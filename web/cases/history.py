"""The history of a case: every entry of its ledger with its seal, a page at a time."""

from __future__ import annotations

from flask import render_template, request

from engine import ledger
from engine.cases import Case
from states import case_file, openings
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.cases.blueprint import bp
from web.cases.entries import told
from web.database import reading, work

PAGE = 50


@bp.get("/<int:case_id>/history")
@access(Permission.READ_HISTORY, Area.RECORD, logs_opening=True)
def history(case_id: int) -> str:
    """Show the entries, newest first."""
    before = request.args.get("before", None, int)
    with reading() as db:
        household = case_file.household(db, case_id, who.actor())
        entries = ledger.history(db, case_id, before, PAGE + 1)
        case = db.get_one(Case, case_id)
        definition = tools.book().definition(db, case.definition)
    with work() as db:
        openings.note(db, who.signed_in().id, f"household:{household.id}", now.wall())
    more = entries[PAGE - 1].sequence if len(entries) > PAGE else None
    return render_template(
        "cases/history.html", household=household, case=case, more=more, before=before,
        entries=[(entry, told(entry, definition)) for entry in entries[:PAGE]],
    )  # fmt: skip
