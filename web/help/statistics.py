"""Help by kind and quarter, on the page and as a file."""

from __future__ import annotations

from flask import render_template, request

from states import regions
from states.help.quarters import report_due_on
from states.help.statistics import by_kind
from states.roles import Permission
from web import tools, who
from web.access import Area, access
from web.database import reading
from web.help import asked
from web.help.blueprint import bp


@bp.get("/statistics")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def statistics() -> str:
    """Count the help of a quarter by kind."""
    by, area, quarter = who.actor(), asked.area(), asked.quarter()
    with reading() as db:
        lines = by_kind(db, by, area, quarter, _household_kind())
        due_on = report_due_on(quarter, tools.book().calendar(db, area))
        parts = regions.below(db, by.area, "village" if len(by.area) < 12 else "group")
    return render_template(
        "help/statistics.html", lines=lines, due_on=due_on, parts=parts, area=area, quarter=quarter,
        quarters=asked.quarters(), household_kind=_household_kind(),
    )  # fmt: skip


def _household_kind() -> str:
    return "lifted_out" if request.args.get("only") == "lifted_out" else ""
