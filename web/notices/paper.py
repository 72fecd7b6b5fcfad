"""The paper of a notice: previewed as it will be printed, printed and kept under its digest, downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response as FileResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.errors import Refused
from engine.guards import Blocker
from engine.words import N_
from publicity import unprintable
from publicity.documents.registry import Printed
from publicity.errors import PublicityError
from publicity.notice_papers import note_printed
from publicity.notices import notice_values
from publicity.unprintable import HEAD, Unfit
from states import notice_desk
from states.notice_lines import NoticeLine, lines_of
from states.notices import DRAFTED, Notice
from states.roles import Permission
from web import now, only_once, tools, who
from web.access import Area, access, may
from web.database import reading, work
from web.notices.blueprint import bp
from web.papers import as_pdf, public_address


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be printed: the notice, where it stands, its document and the document's values."""

    notice: Notice
    state: str
    document: str
    values: dict[str, Any]
    unfit: Sequence[Unfit] = ()
    """The households whose names cannot be printed: found before anything is typeset."""


@bp.get("/<int:notice_id>/preview")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def preview(notice_id: int) -> str | Response:
    """Show the paper as it will come out of the printer, and ask before it is printed."""
    with reading() as db:
        found = _draft(db, notice_id)
    if found.state != DRAFTED[0]:
        return redirect(url_for(".show", notice_id=notice_id))
    paper, fault = None, ""
    if not found.unfit:
        try:
            paper = tools.typeset(found.document, found.values)
        except PublicityError as error:
            fault = str(error)
    return render_template(
        "notices/preview.html", notice=found.notice, paper=paper, fault=fault, unfit=found.unfit,
        acts=may(Permission.NOTICE),
    )  # fmt: skip


@bp.get("/<int:notice_id>/paper.pdf")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def paper(notice_id: int) -> FileResponse:
    """Hand out the paper: what was printed, or while it is a draft what would be printed now."""
    with reading() as db:
        found = _draft(db, notice_id)
    notice = found.notice
    if notice.printed_digest:
        pdf = tools.store().get(notice.printed_digest)
    else:
        pdf = tools.typeset(found.document, found.values).pdf
    name = f"{notice.number}-{notice.edition}.pdf"
    return as_pdf(pdf, name, attached=request.args.get("save") == "1")


@bp.post("/<int:notice_id>/print")
@access(Permission.NOTICE, Area.RECORD)
def print_out(notice_id: int) -> Response:
    """Print: what was seen in the preview is kept under its digest and put on record, or nothing is."""
    with reading() as db:
        found = _draft(db, notice_id)
    if found.state != DRAFTED[0]:  # printed meanwhile, perhaps by this very form
        return redirect(url_for(".show", notice_id=notice_id))
    printed = tools.typeset(found.document, found.values)
    if request.form.get("seen") != printed.digest:
        raise Refused("print", [Blocker("changed-since-preview", N_("内容在预览之后有变动，请重新预览再印制"))])
    tools.store().put(printed.pdf)
    with work() as db:
        notice, _state = notice_desk.find(db, notice_id, who.actor())
        only_once.carry_out(db, lambda: _record(db, notice, found.values, printed))
    flash(_("已印制，共%(pages)s页。请打印后在规定地点张贴", pages=printed.pages), "success")
    return redirect(url_for(".show", notice_id=notice_id))


def _record(db: Session, notice: Notice, values: dict[str, Any], paper: Printed) -> dict[str, Any]:
    by, at = who.actor(), now.now()
    note_printed(db, tools.book(), notice, public_address(notice.number, notice.edition), values, paper, by=by, at=at)
    return {"digest": paper.digest}


def _draft(db: Session, notice_id: int) -> Draft:
    notice, state = notice_desk.find(db, notice_id, who.actor())
    if notice.printed_digest:
        return Draft(notice, state, "", {})
    document, values = notice_values(db, tools.book(), notice, public_address(notice.number, notice.edition))
    return Draft(notice, state, document, values, unfit_of(lines_of(db, notice)))


def unfit_of(lines: Sequence[NoticeLine]) -> list[Unfit]:
    """The lines whose head's name cannot be printed; `number` is the place on the list."""
    named = ((line.case_id, str(line.position), line.shown["head"]) for line in lines)
    return unprintable.among((case_id, number, head, HEAD, head) for case_id, number, head in named)
