"""The list of leads, and one of them."""

from __future__ import annotations

from flask import render_template, request

from states import regions
from states.leads import desk
from states.leads.lead import LABELS, LEAD, SOURCES
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access, may
from web.database import reading
from web.leads.blueprint import bp
from web.leads.forms import AnalyseForm, CloseForm, MatchForm


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """List the leads of an area, newest first, by what is still to be done about them."""
    by, asked = who.actor(), request.args
    area = asked.get("area", "")
    area = area if area.isdecimal() and by.covers(area) else ""
    state = asked.get("state", "") if asked.get("state", "") in LABELS else ""
    source = asked.get("source", "") if asked.get("source", "") in SOURCES else ""
    with reading() as db:
        before = asked.get("before", 0, int)
        found, more = desk.listed(db, by, area=area, state=state, source=source, before=before)
        counts = desk.counts(db, by, area)
        villages = regions.below(db, by.area, "village") if 6 <= len(by.area) < 12 else ()
        names = regions.names(db, {one.lead.area[:12] for one in found})
    return render_template(
        "leads/index.html", found=found, more=more, counts=counts, labels=LABELS, sources=SOURCES, state=state,
        source=source, area=area, villages=villages, names=names,
    )  # fmt: skip


@bp.get("/<int:lead_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def show(lead_id: int) -> str:
    """Show a lead, and what can be done about it."""
    return page(lead_id)


def page(
    lead_id: int, analyse: AnalyseForm | None = None, match: MatchForm | None = None, close: CloseForm | None = None
) -> str:
    """The page of a lead with these forms on it, empty ones by default."""
    by = who.actor()
    with reading() as db:
        shown = desk.find(db, lead_id, by)
        reports = desk.reports(db, shown.lead)
        acts = desk.against(db, tools.book(), shown.lead, by, now.now())
        place = regions.full_name(db, shown.lead.area, above=shown.lead.area[:4])
    return render_template(
        "leads/show.html", shown=shown, one=shown.lead, reports=reports, acts=acts, place=place, labels=LEAD.labels,
        analyse=analyse or AnalyseForm(formdata=None), match=match or MatchForm(formdata=None),
        close=close or CloseForm(formdata=None), enters=may(Permission.EDIT_HOUSEHOLD),
        reviews=may(Permission.REVIEW),
    )  # fmt: skip
