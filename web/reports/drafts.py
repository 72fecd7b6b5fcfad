"""A draft: figures that lead to their lists, words that people add, and the paper in both forms."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from engine.errors import BadInput, Refused
from publicity import editable
from publicity.reporting.draft import Draft
from publicity.reporting.drafting import drafted, part_names
from publicity.reporting.kinds import Kind, due_on
from publicity.reporting.values import values_of
from states.issued.paper import BY
from states.reports import texts
from states.reports.figure import Asked
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access, may
from web.database import reading, work
from web.papers import as_file, as_pdf
from web.reports import asked
from web.reports.blueprint import bp
from web.words import message, term


@bp.get("/draft")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def draft() -> str:
    """Show the report as it reads today."""
    return _page()


@bp.post("/draft")
@access(Permission.PRINT, Area.LIST)
def write() -> Answer | tuple[str, int]:
    """Keep what was written into the parts."""
    kind = asked.kind()
    said: dict[str, tuple[str, int]] = {}
    problems: list[str] = []
    try:
        with work() as db:
            told = asked.of(db, kind)
            names = part_names(drafted(kind, told))
            said = {name: _sent(name) for name in names if f"text-{name}" in request.form}
            n = texts.write(db, kind.name, told.area, told.period, said, by=who.actor(), at=now.now())
            address = asked.address(told, kind)
    except BadInput as error:
        problems = [term(one.reason) for one in error.problems]
    except Refused as refused:
        problems = [message(one) for one in refused.blockers]
    if problems:
        return _page({name: text for name, (text, _over) in said.items()}, problems), 409
    flash(_("已保存") if n else _("没有改动"), "success")
    return redirect(url_for(".draft", **address))


def _sent(name: str) -> tuple[str, int]:
    return request.form.get(f"text-{name}", ""), request.form.get(f"version-{name}", 0, int)


def _page(sent: dict[str, str] | None = None, problems: list[str] | None = None) -> str:
    kind = asked.kind()
    with reading() as db:
        told = asked.of(db, kind)
        made = drafted(kind, told)
        due = due_on(kind, told, tools.book().calendar(db, told.area))
        past = texts.past(db, kind.name, told.area, told.period)
    return render_template(
        "reports/draft.html", kind=kind, draft=made, due=due, asked=asked.address(told, kind), sent=sent or {},
        problems=problems or [], link=asked.inside, past=past, writes=may(Permission.PRINT),
        issues=who.actor().role in BY and who.actor().area == told.area, unfinished=told.today < told.period.last_on,
    )  # fmt: skip


@bp.get("/draft.pdf")
@access(Permission.PRINT, Area.LIST)
def as_paper() -> Response:
    """The draft as it would be printed."""
    kind, made, told = _made()
    values = values_of(made, told.today, asked.link)
    return as_pdf(tools.typeset(kind.document, values).pdf, f"{''.join(made.title)}.pdf")


@bp.get("/draft.docx")
@access(Permission.PRINT, Area.LIST)
def as_editable() -> Response:
    """The draft as a file to be edited."""
    kind, made, told = _made()
    data = editable.made(kind.document, values_of(made, told.today, asked.link))
    return as_file(data, f"{''.join(made.title)}.docx", editable.TYPE)


def _made() -> tuple[Kind, Draft, Asked]:
    kind = asked.kind()
    with reading() as db:
        told = asked.of(db, kind)
        return kind, drafted(kind, told), told
