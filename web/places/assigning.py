"""Households that lie in no grid, and putting households into one, by group or one by one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states import regions
from states.places import assigning, grid_desk, grids
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.places.blueprint import grids as bp
from web.places.forms import WorkerForm
from web.places.grids import page, since_asked
from web.words import term


@bp.get("/none")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def without() -> str:
    """List the households without a grid, with the grids they could be put into."""
    return _without()


@bp.post("/assign")
@access(Permission.MANAGE_GRIDS, Area.LIST)
def assign() -> Response | tuple[str, int]:
    """Put the chosen households, or all of the chosen groups, into a grid."""
    by, at, sent = who.actor(), now.now(), request.form
    grid_id, reason = sent.get("grid", 0, int), sent.get("reason", "")[:400]
    try:
        with work() as db:

            def act() -> dict[str, int]:
                grid = grids.find(db, grid_id, by)
                chosen = [int(one) for one in sent.getlist("case") if one.isdecimal() and len(one) < 16]
                for group in sent.getlist("group"):
                    chosen += grid_desk.cases_of_group(db, group, by)
                return {"n": assigning.assign(db, grid, chosen, by, at, reason)}

            done = only_once.carry_out(db, act)
    except BadInput as error:
        problem = term(error.problems[0].reason)
        came_from = sent.get("from", 0, int)
        return (page(came_from, WorkerForm(formdata=None), problem) if came_from else _without(problem)), 422
    flash(_("已编入%(n)s户", n=done["n"]), "success")
    return redirect(url_for(".show", grid_id=grid_id))


def _without(problem: str = "") -> str:
    by = who.actor()
    village = request.values.get("village", "")
    village = village if village.isdecimal() and by.covers(village) else ""
    with reading() as db:
        groups = grid_desk.groups_without(db, by, village)
        houses, more = grid_desk.without_grid(db, by, village, request.args.get("after", 0, int))
        offered = [row for row in grid_desk.listed(db, by, since_asked()) if row.village.startswith(village)]
        places = regions.names(db, {*groups, *(code[:12] for code in groups), *(row.village for row in offered)})
    return render_template(
        "places/without.html", groups=groups, houses=houses, more=more, grids=offered, places=places, village=village,
        problem=problem, chosen=request.values.get("grid", 0, int),
    )  # fmt: skip
