"""Proposing another category at a look-back, with what the present one rested on beside it (XZ06)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, Refused
from states import case_file
from states.changes.categories import fitting
from states.changes.proposing import Edit, propose
from states.codes import codes
from states.evidence.meetings import FITS
from states.identified import identified
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.changes.blueprint import bp
from web.database import reading, work
from web.words import message, term


@bp.get("/household/<int:case_id>/category")
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def ask_category(case_id: int) -> str:
    """Show what the category rested on, and which one fits."""
    return _page(case_id, [])


@bp.post("/household/<int:case_id>/category")
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def propose_category(case_id: int) -> Response | tuple[str, int]:
    """Propose it; another person agrees before it enters the register."""
    with reading() as db:
        home = case_file.household(db, case_id, who.actor())
    edits = [Edit("household", home.id, "category", request.form.get("category", ""), request.form.get("before"))]
    told = {"by": who.actor(), "at": now.now(), "source": "look-back"}
    try:
        with work() as db:
            made = only_once.carry_out(db, lambda: {"n": len(propose(db, edits, **told))})  # type: ignore[arg-type]
    except BadInput as error:
        return _page(case_id, [term(problem.reason) for problem in error.problems]), 422
    except Refused as error:
        return _page(case_id, [message(blocker) for blocker in error.blockers]), 409
    if not made["n"]:
        return _page(case_id, [_("没有改动任何一项")]), 422
    flash(_("已提出更正类别，由另一个人核对后入册"), "success")
    return redirect(url_for(".household", case_id=case_id))


def _page(case_id: int, problems: list[str]) -> str:
    with reading() as db:
        home = case_file.household(db, case_id, who.actor())
    labels = codes("category").labels
    return render_template(
        "changes/category.html", household=home, codes=codes, rested=identified(home), problems=problems,
        fitting=labels.get(fitting(home), ""), choices={code: labels[code] for code in FITS},
        chosen=request.form.get("category", home.category),
    )  # fmt: skip
