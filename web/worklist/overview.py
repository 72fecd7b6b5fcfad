"""The overview: how many households stand where, and what is open and overdue, place by place."""

from __future__ import annotations

from flask import render_template, url_for

from states import progress, regions
from states.lifecycle import LABELS
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading
from web.worklist.blueprint import bp


@bp.get("/overview")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def overview() -> str:
    """The villages of the area; a village shows its groups, and a prefecture its counties."""
    by = who.actor()
    with reading() as db:
        lines = progress.by_place(db, by, now.today())
    total = {state: sum(line.states[state] for line in lines) for state in LABELS}
    return render_template(
        "worklist/overview.html", lines=lines, labels=LABELS, total=total, level=regions.LEVELS[progress.level_of(by)],
        open=sum(line.open for line in lines), overdue=sum(line.overdue for line in lines),
        work_base=url_for(".index"), register_base=url_for("register.index"),
    )  # fmt: skip
