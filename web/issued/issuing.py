"""Issuing a letter: looked at before, then numbered, printed, kept and put on record in one go."""

from __future__ import annotations

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from engine.errors import BadInput, Refused
from publicity.documents.registry import Printed
from publicity.errors import PublicityError
from publicity.letters import issuing
from publicity.letters.catalogue import letter_of
from publicity.letters.issuing import Ready
from publicity.letters.letter import Letter
from states.issued import desk
from states.issued.paper import Paper
from states.roles import Permission
from web import only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.issued.asking import asked, page
from web.issued.blueprint import bp
from web.papers import as_pdf

REFUSALS = (BadInput, Refused, PublicityError)


@bp.post("/new/<name>/preview")
@access(Permission.ISSUE, Area.LIST)
def preview(name: str) -> Response | tuple[str, int]:
    """Show the paper as it would be printed now; nothing is kept, and the number stays free."""
    letter = letter_of(name)
    try:
        with reading() as db:
            wanted = issuing.ready(name, asked(db, letter, request.form), _old(db, letter))
        return as_pdf(tools.typeset(wanted.name, wanted.values).pdf, f"{wanted.number}.pdf")
    except REFUSALS as error:
        return _form(letter, error)


@bp.post("/new/<name>")
@access(Permission.ISSUE, Area.LIST)
def issue(name: str) -> Answer | tuple[str, int]:
    """Issue it, or as a new edition of the paper that the form names."""
    letter = letter_of(name)
    try:
        told = issuing.press(lambda: _look(letter), tools.typeset, tools.store(), lambda *made: _write(letter, *made))
    except REFUSALS as error:
        return _form(letter, error)
    flash(_("已印发%(number)s，请打印、签字盖章后把签章件传回来", number=told["number"]), "success")
    return redirect(url_for(".show", paper_id=told["paper"]))


def _look(letter: Letter) -> Ready:
    with reading() as db:
        return issuing.ready(letter.document, asked(db, letter, request.form), _old(db, letter))


def _write(letter: Letter, wanted: Ready, printed: Printed) -> dict[str, object]:
    def act() -> dict[str, object]:
        asking, reason = asked(db, letter, request.form), request.form.get("reason", "")
        paper = issuing.issue(wanted, printed, asking, _old(db, letter), reason)
        return {"paper": paper.id, "number": paper.number}

    with work() as db:
        return only_once.carry_out(db, act)


def _old(db: Session, letter: Letter) -> Paper | None:
    """The paper of which this is a new edition, when the form names one of the same kind."""
    said = request.form.get("old", "")
    if not said.isdecimal():
        return None
    old = desk.find(db, int(said), who.actor()).paper
    return old if old.document == letter.document else None


def _form(letter: Letter, error: Exception) -> tuple[str, int]:
    with reading() as db:
        old = _old(db, letter)
    form = page(letter, request.form, error, old, request.form.get("reason", ""))
    return form, 422 if isinstance(error, BadInput) else 409
