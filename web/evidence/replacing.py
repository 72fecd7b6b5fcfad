"""Correcting evidence: a better one takes its place, with the reason; the old one stays on record."""

from __future__ import annotations

import json

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engine.errors import BadInput, MoveBlocked, Refused
from engine.evidence import files_of
from engine.guards import Blocker
from engine.words import N_
from states.evidence import shown
from states.roles import Permission
from web import only_once, who
from web.access import Area, access
from web.database import reading, work
from web.evidence.blueprint import bp
from web.evidence.form import Sheet, criteria_of, known_kind
from web.evidence.reading import Given, given_of
from web.words import message

DONE = N_("这份材料已经被更正过，请更正最新的一份")


@bp.get("/<int:evidence_id>/replace")
@access(Permission.RECORD_EVIDENCE, Area.RECORD)
def ask(evidence_id: int) -> str:
    """Show the form as it was filled in."""
    sheet = _sheet(evidence_id, None)
    return sheet.page(url_for(".show", evidence_id=evidence_id))


@bp.post("/<int:evidence_id>/replace")
@access(Permission.RECORD_EVIDENCE, Area.RECORD)
def replace(evidence_id: int) -> Response | tuple[str, int]:
    """Record the better one."""
    sheet, back = _sheet(evidence_id, request.form), url_for(".show", evidence_id=evidence_id)
    body, happened_on = sheet.take()
    files = sheet.attachments()
    if sheet.problems or happened_on is None:
        return sheet.page(back), 422
    try:
        with work() as db:
            told = only_once.carry_out(db, lambda: sheet.write(db, body, happened_on, files))
    except BadInput as error:
        sheet.refused(error)
        return sheet.page(back), 422
    except Refused as error:
        sheet.problems[""] = [message(blocker) for blocker in error.blockers]
        return sheet.page(back), 409
    flash(_("已更正，原来的一份作为记录保留"), "success")
    return redirect(url_for(".show", evidence_id=told["evidence"]))


def _sheet(evidence_id: int, sent: Given | None) -> Sheet:
    with reading() as db:
        old, cases = shown.find(db, evidence_id, who.actor())
        kind = known_kind(old.kind)
        standing = [one.case_id for one in cases if not one.superseded]
        if not standing:
            raise MoveBlocked(old.kind, [Blocker("superseded", DONE)])
        households = shown.households(db, standing, who.actor())
        files = files_of(db, [old.id]).get(old.id, [])
    given = sent if sent is not None else given_of(kind, json.loads(old.body))
    if sent is None:
        given = MultiDict(given)
        given["happened_on"] = old.happened_on.isoformat()
        given.setlist("kept", [str(one.position) for one in files])
        if old.late:
            given["late"] = "yes"
    return Sheet(kind, households, given, old=old, files=files, criteria=criteria_of(kind, households))
