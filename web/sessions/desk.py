"""The list of sessions, one of them, and a quarter place by place."""

from __future__ import annotations

from flask import Response, render_template, request

from engine.errors import NotFound
from states import openings, regions
from states.roles import Permission
from states.sessions import desk, roll
from states.sessions.plan import is_quarter, planned, quarter_of
from states.sessions.session import LABELS, OFFICES
from web import now, tools, who
from web.access import Area, access
from web.database import reading, work
from web.papers import as_proof
from web.sessions.blueprint import bp
from web.sessions.forms import CallOffForm, HoldForm, PeopleForm


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """List the sessions at places of the area, newest first."""
    by, sent = who.actor(), request.args
    state = sent.get("state", "") if sent.get("state", "") in LABELS else ""
    with reading() as db:
        found, more = desk.listed(db, by, state=state, before=sent.get("before", 0, int))
        names = regions.names(db, {one.session.place for one in found})
    return render_template(
        "sessions/index.html", found=found, more=more, names=names, labels=LABELS, state=state,
        plans=by.role in OFFICES,
    )  # fmt: skip


@bp.get("/quarter")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def quarter() -> str:
    """Show a quarter place by place: what was held, and what is missing."""
    by, on, asked = who.actor(), now.today(), request.args.get("quarter", "")
    chosen = asked if is_quarter(asked) else quarter_of(on)
    with reading() as db:
        rows = desk.quarter_of_places(db, by, chosen, on)
        plan = planned(db, by.area, on)
    quarters = [f"{year}-Q{number}" for year in (on.year, on.year - 1) for number in (4, 3, 2, 1)]
    return render_template("sessions/quarter.html", rows=rows, plan=plan, quarter=chosen, quarters=quarters)


@bp.get("/<int:session_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def show(session_id: int) -> str:
    """Show a session with its list, and what can be done about it."""
    return page(session_id)


def page(
    session_id: int, people: PeopleForm | None = None, hold: HoldForm | None = None, call_off: CallOffForm | None = None
) -> str:
    """The page of a session with these forms on it, empty ones by default."""
    by = who.actor()
    with reading() as db:
        shown = desk.find(db, session_id, by)
        one = shown.session
        rows, villages, files = desk.people(db, one), desk.villages(db, one), desk.files(db, one)
        acts = desk.against(db, tools.book(), shown, by, now.now())
        place = regions.names(db, {one.place}).get(one.place, one.place)
    if people is None:
        people = PeopleForm(formdata=None)
        people.people.data = roll.write(rows)
    return render_template(
        "sessions/show.html", shown=shown, one=one, rows=rows, villages=villages, files=files, acts=acts, place=place,
        people=people, hold=hold or HoldForm(formdata=None), call_off=call_off or CallOffForm(formdata=None),
    )  # fmt: skip


@bp.get("/<int:session_id>/files/<digest>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def file(session_id: int, digest: str) -> Response:
    """Hand out a page of the signed list; the opening is noted."""
    with reading() as db:
        one = desk.find(db, session_id, who.actor()).session
        found = next((kept for kept in desk.files(db, one) if kept.digest == digest), None)
    if found is None:
        raise NotFound("file", digest)
    with work() as db:
        openings.note(db, who.signed_in().id, f"session:{session_id}/{digest[:12]}", now.wall())
    return as_proof(tools.store().get(digest), found.name, found.media_type)
