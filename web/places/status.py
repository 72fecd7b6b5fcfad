"""Status figures of a day: by the campaign's own date unless another is asked for (TZ23)."""

from __future__ import annotations

from datetime import date

from flask import render_template, request
from sqlalchemy.orm import Session

from engine.errors import NotFound
from states import regions
from states.codes import codes
from states.history.status import Status, status_on
from states.income.opening import in_force_here
from states.lifecycle import LABELS
from states.regions import Region
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading
from web.exchange.asked import past_day
from web.places.blueprint import totals as bp

A_TOWNSHIP = 9


@bp.get("/status")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def status() -> str:
    """The figures of an area at the end of a day, by its parts; above a township, the townships to choose from."""
    by, asked = who.actor(), past_day("on")
    area = request.args.get("area", "")
    area = area if area.isdecimal() and by.covers(area) else by.area
    townships: list[Region] = []
    parts: list[Status] = []
    whole, day, terms_day = None, asked or now.today(), None
    with reading() as db:
        if len(area) < A_TOWNSHIP:
            townships = list(regions.below(db, area, "township"))
        else:
            terms_day = _status_day(db, area)
            day = asked or terms_day or now.today()
            whole, parts = status_on(db, area, day, by)
        names = regions.names(db, {area, *(one.code for one in parts)})
    return render_template(
        "places/status.html", area=area, own_area=by.area, day=day, terms_day=terms_day, townships=townships,
        whole=whole, parts=parts, names=names, states=LABELS, categories=codes("category").labels,
    )  # fmt: skip


def _status_day(db: Session, area: str) -> date | None:
    """The day of the status figures in the plan in force; None without one, or while it is still to come."""
    try:
        day = in_force_here(db, area, now.today()).status_on
    except NotFound:
        return None
    return day if day <= now.today() else None
