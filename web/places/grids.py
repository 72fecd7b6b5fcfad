"""The grids of an area and how far the sweep has come; one grid with its households."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from engine.errors import BadInput
from states import regions
from states.places import grid_desk, grids
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.places.blueprint import grids as bp
from web.places.forms import GridForm, WorkerForm
from web.words import term


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """The grids with their sweep; a grid worker's own households that are still to be visited come first."""
    by, since = who.actor(), since_asked()
    with reading() as db:
        rows = grid_desk.listed(db, by, since)
        mine = [row for row in rows if row.username == by.id]
        left = {row.grid_id: grid_desk.households(db, row.grid_id, by, since, only_left=True)[0] for row in mine}
        without = grid_desk.groups_without(db, by)
        places = regions.names(db, {row.village for row in rows} | set(without) | {code[:12] for code in without})
    return render_template(
        "places/grids.html", rows=rows, mine=mine, left=left, without=without, places=places, since=since
    )


@bp.get("/<int:grid_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def show(grid_id: int) -> str:
    """A grid, its workers, and its households with their last visit."""
    return page(grid_id, WorkerForm(formdata=None))


@bp.get("/new")
@access(Permission.MANAGE_GRIDS, Area.LIST)
def new() -> str:
    """Ask for the facts of a new grid."""
    return render_template("places/grid_new.html", form=_form())


@bp.post("/new")
@access(Permission.MANAGE_GRIDS, Area.LIST)
def add() -> Response | tuple[str, int]:
    """Make a grid."""
    form, by, at = _form(), who.actor(), now.now()
    if form.validate_on_submit():
        told = form.village.data, form.name.data, form.worker.data, form.phone.data or ""
        try:
            with work() as db:
                done = only_once.carry_out(db, lambda: {"grid": grids.make(db, *told, by, at).id})
            flash(_("网格已建立，请把农户编进来"), "success")
            return redirect(url_for("grids.without", village=form.village.data, grid=done["grid"]))
        except BadInput as error:
            form.put(error)
    return render_template("places/grid_new.html", form=form), 422


@bp.post("/<int:grid_id>/worker")
@access(Permission.MANAGE_GRIDS, Area.RECORD)
def hand_over(grid_id: int) -> Response | tuple[str, int]:
    """Give a grid another worker."""
    form, by, at = WorkerForm(), who.actor(), now.now()
    with reading() as db:
        grids.find(db, grid_id, by)
    if form.validate_on_submit():
        told = form.worker.data, form.phone.data or "", form.reason.data
        try:
            with work() as db:
                grid = grids.find(db, grid_id, by)
                only_once.carry_out(db, lambda: grids.hand_over(db, grid, *told, by, at))
            flash(_("网格员已更换"), "success")
            return redirect(url_for(".show", grid_id=grid_id))
        except BadInput as error:
            form.put(error)
    return page(grid_id, form), 422


@bp.post("/<int:grid_id>/close")
@access(Permission.MANAGE_GRIDS, Area.RECORD)
def close(grid_id: int) -> Response | tuple[str, int]:
    """Close a grid without households."""
    by, at = who.actor(), now.now()
    try:
        with work() as db:
            grid = grids.find(db, grid_id, by)
            only_once.carry_out(db, lambda: grids.close(db, grid, by, at))
    except BadInput as error:
        return page(grid_id, WorkerForm(formdata=None), term(error.problems[0].reason)), 422
    flash(_("网格已停用"), "success")
    return redirect(url_for(".index"))


def page(grid_id: int, form: WorkerForm, problem: str = "") -> str:
    """The page of a grid with this form on it."""
    by, since = who.actor(), since_asked()
    only_left = request.args.get("left") == "1"
    with reading() as db:
        grid = grids.find(db, grid_id, by)
        after = request.args.get("after", 0, int)
        houses, more = grid_desk.households(db, grid_id, by, since, only_left=only_left, after=after)
        others = [row for row in grid_desk.listed(db, by, since) if row.village == grid.village]
        workers = grids.workers_on_record(db, grid)
        places = regions.names(db, {grid.village} | {house.group_code for house in houses})
    return render_template(
        "places/grid.html", grid=grid, houses=houses, more=more, workers=workers, places=places, since=since,
        only_left=only_left, others=[row for row in others if row.grid_id != grid_id], form=form, problem=problem,
        row=next((row for row in others if row.grid_id == grid_id), None),
    )  # fmt: skip


def since_asked() -> date:
    """The day since which visits count: the one asked for, else the first of the quarter."""
    try:
        return date.fromisoformat(request.args.get("since", ""))
    except ValueError:
        return grid_desk.quarter_of(now.today())


def _form() -> GridForm:
    form = GridForm()
    with reading() as db:
        villages = [one for one in regions.below(db, who.actor().area, "village") if one.abolished_on is None]
    form.village.choices = [SelectChoice(one.code, one.name) for one in villages]
    return form
