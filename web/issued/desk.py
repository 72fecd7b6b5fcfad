"""The list of papers, and one of them with its editions."""

from __future__ import annotations

from flask import render_template, request

from publicity.documents.registry import DOCUMENTS
from publicity.letters.catalogue import LETTERS, offered
from publicity.letters.permission import PERMISSION_REQUEST
from states import regions
from states.issued import desk, vouching
from states.issued.covering import DOCUMENT as COMMITMENT
from states.issued.paper import LABELS
from states.roles import Permission
from web import who
from web.access import Area, access, may
from web.database import reading
from web.issued.blueprint import bp


def titles() -> dict[str, str]:
    """The names of all documents by code; a paper may be of any."""
    return {name: document.title for name, document in DOCUMENTS.items()}


@bp.get("")
@access(Permission.READ_PAPERS, Area.LIST)
def index() -> str:
    """List the papers of the area, newest first, by where they stand."""
    by, asked = who.actor(), request.args
    state = asked.get("state", "") if asked.get("state", "") in LABELS else ""
    document = asked.get("document", "") if asked.get("document", "") in DOCUMENTS else ""
    with reading() as db:
        before, year = asked.get("before", 0, int), asked.get("year", 0, int)
        found, more = desk.papers(db, by, document=document, state=state, year=year, before=before)
        counts, kinds = desk.counts(db, by), desk.documents(db, by)
        names = regions.names(db, {one.paper.area for one in found})
    return render_template(
        "issued/index.html", found=found, more=more, counts=counts, labels=LABELS, state=state, document=document,
        year=year, kinds=sorted(kinds), titles=titles(), names=names, issues=bool(offered(by.role)),
    )  # fmt: skip


@bp.get("/<int:paper_id>")
@access(Permission.READ_PAPERS, Area.RECORD)
def show(paper_id: int) -> str:
    """Show a paper: where it stands, its editions, what it vouches for and whether that still holds."""
    by = who.actor()
    with reading() as db:
        shown = desk.find(db, paper_id, by)
        paper = shown.paper
        editions, answer = desk.editions(db, paper), desk.answers(db, paper)
        place = regions.full_name(db, paper.area, above=paper.area[:4])
        changed = vouching.differences(db, paper) if paper.document == COMMITMENT and shown.stands else None
    letter = LETTERS.get(paper.document)
    acts = may(Permission.ISSUE) and shown.stands
    return render_template(
        "issued/show.html", shown=shown, one=paper, editions=editions, answer=answer, place=place, changed=changed,
        title=titles().get(paper.document, paper.document), acts=acts,
        renews=acts and letter is not None and by.role in letter.by,
        replies=paper.document == PERMISSION_REQUEST.document and by.role == "county" and shown.stands,
    )  # fmt: skip
