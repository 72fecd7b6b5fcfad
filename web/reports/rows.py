"""The list behind a figure: exactly the rows that it counts."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from states import regions
from states.reports import shown
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading
from web.reports.blueprint import bp

KEPT = ("figure", "part", "area", "since", "until")


@bp.get("/figure")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def figure() -> str:
    """List the rows of a figure, of some parts of it, in a place and period."""
    by = who.actor()
    sent: dict[str, Any] = {name: request.args.get(name, "") for name in KEPT}
    with reading() as db:
        look = shown.look(db, sent, by, now.today())
        after = shown.place_of(request.args.get("after", ""))
        page = look.page(after)
        total = look.total()
        places = regions.names(db, {code for row in page.rows for code in (row.area, row.area[:12])} | {look.area})
    return render_template(
        "reports/figure.html", look=look, rows=page.rows, total=total, places=places, sent=sent,
        next=url_for(".figure", **sent, after=page.after) if page.after else None,
    )  # fmt: skip
