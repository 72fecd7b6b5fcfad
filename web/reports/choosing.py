"""The front page: choose a report, go on with one, or look at those that were issued."""

from __future__ import annotations

from flask import render_template

from publicity.reporting.issuing import DOCUMENTS
from publicity.reporting.kinds import KINDS, due_on
from states import regions
from states.issued import desk
from states.reports import texts
from states.reports.figure import asking
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.database import reading
from web.reports import asked
from web.reports.blueprint import bp


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """List the kinds with their days, what was begun, and what was issued."""
    by, today = who.actor(), now.today()
    with reading() as db:
        places = asked.places(db)
        begun = texts.begun(db, by)
        names = regions.names(db, {area for _kind, area, _period, _at in begun})
        issued = [one for name in DOCUMENTS for one in desk.papers(db, by, document=name)[0]]
        due = {}
        for kind in KINDS.values():
            usual = asking(db, by, by.area, kind.usual(today), today)
            due[kind.name] = usual.period, due_on(kind, usual, tools.book().calendar(db, by.area))
    issued.sort(key=lambda one: -one.paper.id)
    return render_template(
        "reports/index.html", kinds=KINDS, places=places, periods=asked.periods(), begun=begun, names=names, due=due,
        issued=issued,
    )  # fmt: skip
