"""Drawing leads out of the register: the four kinds of people are proposed, a clerk ticks and confirms (XZ01)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from states import regions
from states.leads import drawing
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.leads.blueprint import bp


@bp.get("/draw")
@access(Permission.EDIT_HOUSEHOLD, Area.LIST)
def draw() -> str:
    """Show the households that the screens found and of which no open lead speaks."""
    by, area = who.actor(), request.args.get("area", "")
    area = area if area.isdecimal() and by.covers(area) else ""
    with reading() as db:
        found, more = drawing.proposed(db, by, area, request.args.get("after", 0, int))
        names = regions.names(db, {one.household.group_code[:12] for one in found})
    return render_template("leads/draw.html", found=found, more=more, names=names, area=area)


@bp.post("/draw")
@access(Permission.EDIT_HOUSEHOLD, Area.LIST)
def confirm_draw() -> Response:
    """Make leads of those that were ticked."""
    by, at = who.actor(), now.now()
    ids = {int(one) for one in request.form.getlist("household") if one.isdecimal()}
    if not ids:
        flash(_("请先勾选农户"), "warning")
        return redirect(url_for(".draw"))
    with work() as db:
        told = only_once.carry_out(db, lambda: {"n": len(drawing.confirm(db, ids, by=by, at=at))})
    flash(_("登记了%(n)s条“四类人”线索", n=told["n"]), "success")
    return redirect(url_for(".index", source="four-kinds"))
