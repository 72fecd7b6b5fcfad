"""Giving a place another name by a document."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states.places import renaming
from states.regions import Region
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.areas import bp
from web.database import work
from web.places.changing import own_place
from web.places.forms import NameForm


@bp.get("/<code>/name")
@access(Permission.MANAGE_AREAS, Area.RECORD)
def ask_name(code: str) -> str:
    """Ask for the new name, the reason and the document."""
    return _page(own_place(code), NameForm())


@bp.post("/<code>/name")
@access(Permission.MANAGE_AREAS, Area.RECORD)
def rename(code: str) -> Response | tuple[str, int]:
    """Give the place its new name."""
    form, place, by, at = NameForm(), own_place(code), who.actor(), now.now()
    if form.validate_on_submit():
        try:
            with work() as db:
                only_once.carry_out(
                    db, lambda: {"code": renaming.rename(db, code, form.name.data, form.why(), by, at).code}
                )
            flash(_("已更名为%(name)s", name=form.name.data.strip()), "success")
            return redirect(url_for(".show", code=code))
        except BadInput as error:
            form.put(error)
    return _page(place, form), 422


def _page(place: Region, form: NameForm) -> str:
    return render_template("places/name.html", place=place, form=form)
