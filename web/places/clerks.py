"""The data clerks of the townships: who they are, where one is missing, and naming another (HN12)."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import DateField, StringField

from engine.errors import BadInput
from states import regions
from states.places import data_clerks
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.forms import Form, at_most, required
from web.places.blueprint import clerks as bp


class ClerkForm(Form):
    """Who keeps the data from now on."""

    name = StringField(_l("姓名"), [required(), at_most(60)])
    phone = StringField(_l("联系电话"), [at_most(40)], description=_l("只给工作人员看，不公开"))
    from_on = DateField(_l("任职日期"), [required()])
    reason = StringField(_l("换人的原因"), [at_most(200)], description=_l("已经明确过的，写明原因，如调离、退休"))


@bp.get("")
@access(Permission.READ_AREAS, Area.LIST)
def index() -> str:
    """List the townships with their data clerks, those without one first."""
    with reading() as db:
        found = data_clerks.posts(db, who.actor().area)
    return render_template("places/clerks.html", found=found)


@bp.get("/<code>")
@access(Permission.READ_AREAS, Area.RECORD)
def show(code: str) -> str:
    """Show who kept a township's data, and from when until when."""
    return _page(code, ClerkForm(formdata=None))


@bp.post("/<code>")
@access(Permission.NAME_CLERK, Area.RECORD)
def name(code: str) -> Response | tuple[str, int]:
    """Name the data clerk of a township."""
    form, by, at = ClerkForm(), who.actor(), now.now()
    if form.validate_on_submit():
        told = form.name.data, form.phone.data or "", form.from_on.data, form.reason.data or ""
        try:
            with work() as db:
                only_once.carry_out(db, lambda: {"id": data_clerks.name_clerk(db, code, *told, by=by, at=at).id})
            flash(_("数据管理员已明确"), "success")
            return redirect(url_for(".show", code=code))
        except BadInput as error:
            form.put(error)
    return _page(code, form), 422


def _page(code: str, form: ClerkForm) -> str:
    with reading() as db:
        past = data_clerks.history(db, code, who.actor())
        place = regions.full_name(db, code, above=code[:6])
    return render_template("places/clerk.html", past=past, place=place, code=code, form=form)
