"""The files of a paper: the PDF as it was printed, and the signed copy that came back."""

from __future__ import annotations

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states import openings
from states.issued import desk
from states.issued.paper import Paper
from states.issued.signing import sign
from states.roles import Permission
from states.uploads import keep
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.issued.blueprint import bp
from web.papers import as_pdf
from web.uploaded import uploads

PICTURE = "image/jpeg"


@bp.get("/<int:paper_id>/paper.pdf")
@access(Permission.READ_PAPERS, Area.RECORD, logs_opening=True)
def pdf(paper_id: int) -> Response:
    """Hand out what was printed; the opening is noted, as names and numbers may stand on it."""
    paper = _opened(paper_id)
    name = f"{paper.number}-{paper.edition}.pdf"
    return as_pdf(tools.store().get(paper.pdf_digest), name, attached=request.args.get("save") == "1")


@bp.get("/<int:paper_id>/signed")
@access(Permission.READ_PAPERS, Area.RECORD, logs_opening=True)
def signed(paper_id: int) -> Response:
    """Hand out the signed copy: a picture to look at, a PDF to save; the browser runs nothing of it."""
    paper = _opened(paper_id)
    if not paper.signed_digest:
        raise NotFound("file", paper_id)
    answer = as_pdf(tools.store().get(paper.signed_digest), f"{paper.number}签章件.pdf", attached=True)
    if paper.signed_type == PICTURE:
        answer.mimetype = PICTURE
        answer.headers["Content-Disposition"] = 'inline; filename="signed.jpg"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@bp.post("/<int:paper_id>/signed")
@access(Permission.ISSUE, Area.RECORD)
def take(paper_id: int) -> Answer:
    """Take in the scan of the signed copy."""
    with reading() as db:
        desk.find(db, paper_id, who.actor())
    sent = uploads("file")
    if len(sent) != 1:
        raise BadInput(Problem("file", N_("请选择一个签章件的扫描文件")))
    [scan] = keep(tools.store(), sent)
    with work() as db:
        paper = desk.find(db, paper_id, who.actor()).paper
        only_once.carry_out(
            db, lambda: sign(db, tools.book(), paper, scan, now.today(), by=who.actor(), at=now.now())
        )  # fmt: skip
    flash(_("签章件已收存"), "success")
    return redirect(url_for(".show", paper_id=paper_id))


def _opened(paper_id: int) -> Paper:
    with work() as db:
        paper = desk.find(db, paper_id, who.actor()).paper
        subject = f"case:{paper.about}" if paper.about else f"paper:{paper.id}"
        openings.note(db, who.signed_in().id, subject, now.wall())
        return paper
