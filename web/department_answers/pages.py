"""Which departments have answered and which are silent: by department, and household by household."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from states import regions
from states.departments import matrix
from states.packs.departments import departments
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.database import reading
from web.department.desk import after

bp = Blueprint("department_answers", __name__, url_prefix="/department-answers")


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """Show every column with its counts, and a page of the households under review in the order in which they came."""
    by, book = who.actor(), tools.book()
    area = request.args.get("area", "")
    area = area if area.isdecimal() and by.covers(area) else ""
    with reading() as db:
        columns = matrix.standings(db, book, by, now.today(), area)
        asked, rows, more = matrix.grid(db, book, by, area=area, after=after())
        titles = departments(db)
        names = regions.names(db, {one.village for one in rows})
        towns = regions.below(db, by.area, "township") if 4 <= len(by.area) < 9 else ()
    return render_template(
        "department_answers/index.html", columns=columns, asked=asked, rows=rows, titles=titles, names=names,
        towns=towns, area=area, more=f"{more[0].isoformat()}_{more[1]}" if more else "",
    )  # fmt: skip
