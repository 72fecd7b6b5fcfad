"""The share of monitored households whose risk is eliminated, at any level, on any day (HN11)."""

from __future__ import annotations

from flask import render_template, request

from states import regions
from states.history.share import COUNTED, share_on
from states.lifecycle import LABELS
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading
from web.exchange.asked import past_day
from web.places.blueprint import totals as bp


@bp.get("/share")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def share() -> str:
    """The share of an area at the end of a day, and of its parts one level below."""
    by, day = who.actor(), past_day("on") or now.today()
    area = request.args.get("area", "")
    area = area if area.isdecimal() and by.covers(area) else by.area
    with reading() as db:
        whole, parts = share_on(db, area, day, by)
        names = regions.names(db, {area, *(one.code for one in parts)})
    return render_template(
        "places/share.html", area=area, own_area=by.area, day=day, whole=whole, parts=parts, names=names,
        states={state: LABELS[state] for state in COUNTED},
    )  # fmt: skip
