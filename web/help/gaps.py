"""The section's front page: what is missing in the help of the area, one kind at a time."""

from __future__ import annotations

from flask import render_template, request, url_for

from engine.counting import shown
from states import regions
from states.help.gaps import GAPS, gap_counts, gaps
from states.help.left_out import how_many, left_out
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading
from web.help import asked
from web.help.blueprint import bp

LEFT_OUT, A_TOWNSHIP = "left-out", 9
"""Who is left out is read from the visits one by one: above a township it is counted only where it is asked for."""
ENTERED = ("no-measure", "risk-without-measure", "no-development", "safety-net-only")
"""The gaps that a new measure closes; the others are closed on the household's page, where the record stands."""


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """List the households with one kind of gap."""
    by, area, today = who.actor(), asked.area(), now.today()
    kind = request.args.get("kind", "")
    kind = kind if kind in (*GAPS, LEFT_OUT) else next(iter(GAPS))
    with reading() as db:
        counts = gap_counts(db, by, area, today)
        after = request.args.get("after", 0, int)
        forgotten, more = left_out(db, by, area, today, after) if kind == LEFT_OUT else ([], 0)
        rows, more = ([], more) if kind == LEFT_OUT else gaps(db, by, kind, area, today, after)
        missed = shown(how_many(db, by, area, today)) if len(area) >= A_TOWNSHIP or kind == LEFT_OUT else ""
        parts = regions.below(db, by.area, "village" if len(by.area) < 12 else "group")
        areas = {one.area for one in rows} | {one.area for one in forgotten}
        places = regions.names(db, areas | {area[:12] for area in areas})
    return render_template(
        "help/index.html", rows=rows, counts={name: shown(n) for name, n in counts.items()}, missed=missed,
        kind=kind, kinds=GAPS, forgotten=forgotten, parts=parts, entered=kind in ENTERED, places=places, area=area,
        next=url_for(".index", kind=kind, area=area, after=more) if more else None,
    )  # fmt: skip
