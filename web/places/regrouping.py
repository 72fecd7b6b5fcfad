"""Moving chosen households of a group to another group of the village, or splitting a new group off."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, Refused
from engine.guards import Blocker
from states import case_list, region_desk, regions
from states.places import regrouping, renaming
from states.regions import Region
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.areas import bp
from web.database import reading, work
from web.places.forms import RegroupingForm

MOST = 500


@bp.get("/<code>/households")
@access(Permission.MANAGE_GRIDS, Area.RECORD)
def ask_regrouping(code: str) -> str:
    """List the group's households and ask where the chosen ones go."""
    return _page(code, RegroupingForm())


@bp.post("/<code>/households")
@access(Permission.MANAGE_GRIDS, Area.RECORD)
def regroup(code: str) -> Response | tuple[str, int]:
    """Move the chosen households."""
    form, by, at = RegroupingForm(), who.actor(), now.now()
    place, groups = _group(code)
    form.offer(groups)
    chosen = [int(one) for one in request.form.getlist("case") if one.isdecimal() and len(one) < 16]
    blockers: tuple[Blocker, ...] = ()
    if form.validate_on_submit():
        try:
            with work() as db:

                def act() -> dict[str, int]:
                    if form.target.data:
                        return {"n": regrouping.regroup(db, chosen, form.target.data, form.why(), by, at)}
                    new = (form.code.data.strip(), form.name.data)
                    return {"n": renaming.split(db, place.code, *new, chosen, form.why(), by, at)}

                done = only_once.carry_out(db, act)
            flash(_("已调整%(n)s户", n=done["n"]), "success")
            return redirect(url_for(".show", code=form.target.data or form.code.data.strip()))
        except BadInput as error:
            form.put(error)
        except Refused as refused:
            blockers = refused.blockers
    return _page(code, form, chosen, blockers), 409 if blockers else 422


def _group(code: str) -> tuple[Region, list[Region]]:
    with reading() as db:
        place = region_desk.own(db, code, who.actor())
        around = regions.children(db, place.parent)
    return place, [one for one in around if one.abolished_on is None and one.code != code and one.level == "group"]


def _page(code: str, form: RegroupingForm, chosen: list[int] | None = None, blockers: tuple[Blocker, ...] = ()) -> str:
    place, groups = _group(code)
    form.offer(groups)
    with reading() as db:
        rows = case_list.listed(db, who.actor(), area=code, limit=MOST)
    return render_template(
        "places/regroup.html", place=place, form=form, rows=rows, chosen=set(chosen or ()), blockers_=blockers
    )
