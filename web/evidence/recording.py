"""Recording evidence: for one household, or for all whom one meeting or one visit concerned."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, Refused
from states import regions
from states.evidence import shown
from states.evidence.kinds import EvidenceKind
from states.roles import Permission
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.evidence.blueprint import bp
from web.evidence.form import Sheet, case_ids, criteria_of, fresh, known_kind, scans_of
from web.safe import back_to
from web.words import message, term


@bp.get("/new/<kind>")
@access(Permission.RECORD_EVIDENCE, Area.RECORD)
def new(kind: str) -> str:
    """Show the form; without households, the list to choose them from."""
    ids = case_ids()
    with reading() as db:  # first of all: a household of another place does not exist, whatever is asked about it
        found = shown.households(db, ids, who.actor())
    known = known_kind(kind)
    if not ids:
        return _choose(known)
    scans = scans_of(known, found)
    return Sheet(known, found, fresh(known, scans), scans=scans, criteria=criteria_of(known, found)).page(_back(ids))


@bp.post("/new/<kind>")
@access(Permission.RECORD_EVIDENCE, Area.RECORD)
def add(kind: str) -> Response | tuple[str, int]:
    """Record it for every household named in the form."""
    ids = case_ids()
    with reading() as db:
        found = shown.households(db, ids, who.actor())
    known = known_kind(kind)
    sheet = Sheet(known, found, request.form, scans=scans_of(known, found), criteria=criteria_of(known, found))
    if not ids:
        return _choose(known), 422
    body, happened_on = sheet.take()
    files = sheet.attachments()
    if sheet.problems or happened_on is None:
        return sheet.page(_back(ids)), 422
    try:
        with work() as db:
            only_once.carry_out(db, lambda: sheet.write(db, body, happened_on, files))
    except BadInput as error:
        sheet.refused(error)
        return sheet.page(_back(ids)), 422
    except Refused as error:
        sheet.problems[""] = [message(blocker) for blocker in error.blockers]
        return sheet.page(_back(ids)), 409
    flash(_("已登记“%(evidence)s”，涉及%(n)s户", evidence=term(known.title), n=len(ids)), "success")
    return redirect(_back(ids))


def _choose(kind: EvidenceKind) -> str:
    by, area = who.actor(), request.args.get("area", "")
    inside = area if by.covers(area) else by.area
    with reading() as db:
        found = shown.wanting(db, tools.book(), kind.name, inside, by, now.now())
        places = regions.names(db, {code for one in found for code in (one.group_code, one.group_code[:12])})
        parts = regions.below(db, by.area, "group" if len(by.area) >= 12 else "village")
    return render_template(
        "evidence/choose.html", kind=kind, found=found, places=places, parts=parts, area=inside, most=shown.MOST
    )


def _back(ids: list[int]) -> str:
    """Where one came from, if that was said; else the household, or the worklist."""
    if asked := request.values.get("back"):
        return back_to(asked)
    return url_for("cases.show", case_id=ids[0]) if len(ids) == 1 else url_for("worklist.index")
