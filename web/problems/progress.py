"""How far the problems of each unit and of each kind have come."""

from __future__ import annotations

from flask import render_template

from states import regions
from states.problems import desk
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading
from web.problems.blueprint import bp


@bp.get("/progress")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def progress() -> str:
    """Show how far each unit is, and each kind of list."""
    by, on = who.actor(), now.today()
    with reading() as db:
        units, kinds = desk.by_unit(db, by, on), desk.by_kind(db, by, on)
        names = regions.names(db, {one.key for one in units})
    return render_template("problems/progress.html", units=units, kinds=kinds, names=names)
