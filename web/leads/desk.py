"""The list of leads, and one of them."""

from __future__ import annotations

from flask import render_template, request
from sqlalchemy.orm import Session

from states import regions
from states.leads import answering, assignment, desk, due, merging
from states.leads.channels import SOURCES
from states.leads.desk import HELD, Asked
from states.leads.lead import CONFIRMERS, LABELS, LEAD
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access, may
from web.database import reading
from web.leads.blueprint import bp
from web.leads.forms import CHOICES, AnalyseForm, AnswerForm, AssignForm, CloseForm, MatchForm


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """List the leads of an area, newest first, by what is still to be done about them."""
    by, asked = who.actor(), _asked()
    with reading() as db:
        found, more = desk.asked_for(db, by, asked, request.args.get("before", 0, int))
        counts = desk.counts(db, by, asked.area)
        leads = [one.lead for one in found]
        told = {"sources": desk.sources(db, leads), "days": due.days_of(db, leads)}
        villages = regions.below(db, by.area, "village") if 6 <= len(by.area) < 12 else ()
        names = regions.names(db, {one.lead.area[:12] for one in found})
        assign = assigning(db) if may(Permission.ASSIGN_LEAD) else None
    return render_template(
        "leads/index.html", found=found, more=more, counts=counts, labels=LABELS, channels=CHOICES, asked=asked,
        villages=villages, names=names, assign=assign, held=HELD, confirms=by.role in CONFIRMERS, **told,
    )  # fmt: skip


def _asked() -> Asked:
    """What the address asks for; anything that makes no sense is not asked."""
    by, asked = who.actor(), request.args
    area = asked.get("area", "")
    area = area if area.isdecimal() and by.covers(area) else ""
    state = asked.get("state", "") if asked.get("state", "") in LABELS else ""
    source = asked.get("source", "") if asked.get("source", "") in SOURCES else ""
    held = asked.get("held", "") if asked.get("held", "") in HELD else ""
    return Asked(area, state, source, held, now.today())


def assigning(db: Session, form: AssignForm | None = None) -> AssignForm:
    """The form by which leads are given to somebody of the area."""
    people = assignment.people(db, who.actor())
    names = regions.names(db, {one.area[:12] for one in people})
    return (form or AssignForm(formdata=None)).offer(people, names)


@bp.get("/<int:lead_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def show(lead_id: int) -> str:
    """Show a lead, and what can be done about it."""
    return page(lead_id)


def page(
    lead_id: int,
    analyse: AnalyseForm | None = None,
    match: MatchForm | None = None,
    close: CloseForm | None = None,
    assign: AssignForm | None = None,
    answer: AnswerForm | None = None,
) -> str:
    """The page of a lead with these forms on it, empty ones by default."""
    by = who.actor()
    with reading() as db:
        shown = desk.find(db, lead_id, by)
        one = shown.lead
        told = {
            "reports": desk.reports(db, one),
            "acts": desk.against(db, tools.book(), one, by, now.now()),
            "place": regions.full_name(db, one.area, above=one.area[:4]),
            "waiting": answering.waiting(db, one),
            "given": assignment.history(db, one),
            "merged": merging.merged(db, one),
            "days": due.days_of(db, [one]).get(one.id, []),
            "assign": assigning(db, assign) if may(Permission.ASSIGN_LEAD) else None,
        }
    return render_template(
        "leads/show.html", shown=shown, one=one, labels=LEAD.labels, channels=SOURCES,
        analyse=analyse or AnalyseForm(formdata=None), match=match or MatchForm(formdata=None),
        close=close or CloseForm(formdata=None).empty(), answer=answer or AnswerForm(formdata=None),
        enters=may(Permission.EDIT_HOUSEHOLD), reviews=may(Permission.REVIEW), **told,
    )  # fmt: skip
