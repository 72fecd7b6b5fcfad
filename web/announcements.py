"""Announcing decisions: choose a day's decided households of a township, and make the paper."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import DateField, StringField

from engine.errors import NotFound, Refused
from publicity.announcements import announcement_values
from publicity.errors import PublicityError
from states import decisions
from states.decisions import Decided
from states.regions import Region
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.database import reading
from web.forms import Form, at_most, required
from web.papers import as_pdf
from web.words import message

bp = Blueprint("announcements", __name__, url_prefix="/announcements")


class AnnounceForm(Form):
    """What stands at the head of an announcement."""

    number = StringField(_l("编号"), [required(), at_most(40)])
    issued_on = DateField(_l("公告日期"), [required()])


@bp.get("")
@access(Permission.PRINT, Area.LIST)
def index() -> str:
    """List the days on which something was decided."""
    with reading() as db:
        return render_template("documents/announcements.html", batches=decisions.batches(db, who.actor()))


@bp.get("/<code>/<day>")
@access(Permission.PRINT, Area.RECORD)
def choose(code: str, day: str) -> str:
    """Show the households of that day's decisions."""
    with reading() as db:
        place, on, found = _batch(db, code, day)
    form = AnnounceForm(number=f"GG-{on:%Y%m%d}", issued_on=now.today(), formdata=None)
    return _page(place, on, found, form, {one.case_id for one in found})


@bp.post("/<code>/<day>")
@access(Permission.PRINT, Area.RECORD)
def make(code: str, day: str) -> Response | tuple[str, int]:
    """Make the announcement for the ticked households."""
    form = AnnounceForm()
    ticked = {int(one) for one in request.form.getlist("case") if one.isdecimal()}
    with reading() as db:
        place, on, found = _batch(db, code, day)
        chosen = [one.case_id for one in found if one.case_id in ticked]
        try:
            if form.validate_on_submit():
                number, issued_on = form.number.data, form.issued_on.data
                address = url_for("board.village", code=code, _external=True)
                drawn = announcement_values(db, tools.book(), chosen, address, number, issued_on)
            else:
                return _page(place, on, found, form, ticked), 422
        except Refused as refused:
            form.form_errors.extend(message(blocker) for blocker in refused.blockers)
            return _page(place, on, found, form, ticked), 409
    try:
        return as_pdf(tools.typeset(*drawn).pdf, f"{number}.pdf")
    except PublicityError as error:
        form.form_errors.append(str(error))
        return _page(place, on, found, form, ticked), 409


def _batch(db: Session, code: str, day: str) -> tuple[Region, date, list[Decided]]:
    """The place, the day and its decided households; `NotFound` outside the actor's area and where there are none."""
    by, place = who.actor(), db.get(Region, code)
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise NotFound("day", day) from None
    inside = code.startswith(by.area) or by.area.startswith(code)
    found = decisions.decided(db, tools.book(), code, on, by) if place is not None and inside else []
    if place is None or not found:
        raise NotFound("decision", f"{code} {day}")
    return place, on, found


def _page(place: Region, on: date, found: list[Decided], form: AnnounceForm, ticked: set[int]) -> str:
    return render_template("documents/announcement.html", place=place, on=on, found=found, form=form, ticked=ticked)
