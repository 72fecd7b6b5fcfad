"""Issuing a report, and fetching one that was issued as a file to be edited."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from engine.errors import NotFound, Refused
from publicity import editable
from publicity.reporting.issuing import DOCUMENTS, issue, ready
from states.issued import desk
from states.roles import Permission
from web import confirm, now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.papers import as_file
from web.reports import asked
from web.reports.blueprint import bp
from web.words import message, term


@bp.get("/issue")
@access(Permission.PRINT, Area.LIST)
def ask_issue() -> str | Answer:
    """Ask before the report is issued; what stands against it is said on the draft."""
    kind = asked.kind()
    with reading() as db:
        told = asked.of(db, kind)
        back = url_for(".draft", **asked.address(told, kind))
        try:
            one = ready(kind, told, asked.link)
        except Refused as refused:
            for blocker in refused.blockers:
                flash(message(blocker), "warning")
            return redirect(back)
    points = (
        one.title,
        _("编号%(number)s，主送%(to)s", number=str(one.number), to=one.values["to"]),
        _("印发以后，数字和文字都不再随数据变动；需要改的，作废后重新印发"),
    )
    return confirm.ask(term(kind.label), _("印发以后不能修改。"), _("印发"), back, points=points)


@bp.post("/issue")
@access(Permission.PRINT, Area.LIST)
def issue_it() -> Answer:
    """Number the report, print it and keep it."""
    kind, by, at = asked.kind(), who.actor(), now.now()
    with reading() as db:
        one = ready(kind, asked.of(db, kind), asked.link)
    printed = tools.typeset(kind.document, one.values)
    tools.store().put(printed.pdf)

    def act() -> dict[str, Any]:
        paper = issue(db, one, printed, by=by, at=at)
        return {"paper": paper.id, "number": paper.number}

    with work() as db:
        told = only_once.carry_out(db, act)
    flash(_("已印发%(number)s，请打印、签字盖章后把签章件传回来", number=told["number"]), "success")
    return redirect(url_for("issued.show", paper_id=told["paper"]))


@bp.get("/issued/<int:paper_id>/report.docx")
@access(Permission.READ_PAPERS, Area.RECORD)
def issued_editable(paper_id: int) -> Response:
    """The report as it was printed, as a file to be edited."""
    with reading() as db:
        paper = desk.find(db, paper_id, who.actor()).paper
        document, values, name = paper.document, paper.values, f"{paper.number}{paper.title}.docx"
    if document not in DOCUMENTS:
        raise NotFound("report", paper_id)
    return as_file(editable.made(document, values), name, editable.TYPE)
