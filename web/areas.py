"""Places: look through them level by level, add one, correct what its notices print."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField

from engine.errors import BadInput, NotFound
from states import region_desk, regions
from states.places import changes, data_clerks, locations, plans, returning
from states.regions import LEVEL_LABELS
from states.roles import Permission
from web import now, who
from web.access import Area, access, may
from web.database import reading, work
from web.forms import Form, at_most, required

bp = Blueprint("areas", __name__, url_prefix="/areas")


class ContactForm(Form):
    """A place's name and what its notices print."""

    name = StringField(_l("名称"), [required(), at_most(60)])
    phone = StringField(_l("联系电话"), [at_most(40)], description=_l("印在公示上，供群众反映情况"))
    address = StringField(_l("地址"), [at_most(120)])
    contact_hours = StringField(_l("受理时间"), [at_most(80)])

    def contact(self) -> region_desk.Contact:
        """What was entered."""
        return region_desk.Contact(self.name.data, self.phone.data, self.address.data, self.contact_hours.data)


class AreaForm(ContactForm):
    """A new place."""

    code = StringField(_l("编码"), [required(), at_most(14)], description=_l("乡镇9位，村12位，村民小组14位"))


@bp.get("")
@access(Permission.READ_AREAS, Area.LIST)
def index() -> str | Response:
    """Begin at the actor's own place, or at the top."""
    own = who.actor().area
    try:
        return show(own) if own else _page("")
    except NotFound:
        return _page("")


@bp.get("/<code>")
@access(Permission.READ_AREAS, Area.RECORD)
def show(code: str) -> str:
    """Show a place and those directly below it."""
    return _page(code)


@bp.get("/new")
@access(Permission.MANAGE_AREAS, Area.LIST)
def new() -> str:
    """Ask for a new place's facts."""
    return render_template("area_edit.html", form=AreaForm(), place=None)


@bp.post("/new")
@access(Permission.MANAGE_AREAS, Area.LIST)
def add() -> Response | tuple[str, int]:
    """Enter a place."""
    form = AreaForm()
    try:
        if form.validate_on_submit():
            with work() as db:
                place = region_desk.add(
                    db, form.code.data.strip(), form.contact(), now.today(), by=who.actor(), at=now.now()
                )
            flash(_("已添加%(name)s", name=place.name), "success")
            return redirect(url_for(".show", code=place.code))
    except BadInput as error:
        form.put(error)
    return render_template("area_edit.html", form=form, place=None), 422


@bp.get("/<code>/edit")
@access(Permission.MANAGE_AREAS, Area.RECORD)
def edit(code: str) -> str:
    """Ask what to correct."""
    with reading() as db:
        place = region_desk.find(db, code, who.actor())
    return render_template("area_edit.html", form=ContactForm(obj=place), place=place)


@bp.post("/<code>/edit")
@access(Permission.MANAGE_AREAS, Area.RECORD)
def correct(code: str) -> Response | tuple[str, int]:
    """Correct a place."""
    form = ContactForm()
    with work() as db:
        place = region_desk.find(db, code, who.actor())
        if form.validate_on_submit():
            region_desk.correct(db, place, form.contact(), by=who.actor(), at=now.now())
            flash(_("已保存%(name)s", name=place.name), "success")
            return redirect(url_for(".show", code=code))
    return render_template("area_edit.html", form=form, place=place), 422


def _page(code: str) -> str:
    by = who.actor()
    with reading() as db:
        place = region_desk.find(db, code, by) if code else None
        below = [one for one in regions.children(db, code or None) if region_desk.is_seen(one.code, by)]
        path = [code[:length] for length in regions.LEVELS if length < len(code)]
        above = regions.names(db, path)
        past = changes.history(db, code) if place else ()
        former = changes.former(db, code) if place else ()
        gone = changes.successors(db, [one.code for one in below] + [code])
        office = locations.of_office(db, code) if place else None
        clerk = data_clerks.present(db, code) if place and place.level == "township" else None
        left = plans.accounts(db, code) if place and place.abolished_on and may(Permission.READ_USERS) else ()
    undo = returning.is_last(past)
    mine = place is not None and by.covers(place.code)
    return render_template(
        "areas.html", place=place, below=below, above=above, levels=LEVEL_LABELS, mine=mine, past=past, gone=gone,
        office=office, left=left, former=former, undo=undo, clerk=clerk,
    )  # fmt: skip
