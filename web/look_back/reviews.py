"""Eliminated households and their stability (TZ02); households of over a year and what is done about them (TZ04)."""

from __future__ import annotations

from datetime import date

from flask import render_template, request, url_for

from states import regions
from states.look_back import overdue, stability
from states.look_back.overdue import Place
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading
from web.help import asked
from web.look_back.blueprint import bp


@bp.get("/stability")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def reviewed() -> str:
    """List the eliminated households with the newest review of each."""
    by, area, only = who.actor(), asked.area(), request.args.get("only", "")
    only = only if only in stability.ONLY else ""
    with reading() as db:
        rows, more = stability.reviewed(db, by, area, only, request.args.get("after", 0, int))
        counts = stability.by_village(db, by, area)
        parts = regions.below(db, by.area, "village" if len(by.area) < 12 else "group")
        codes = {code for one in rows for code in (one.area, one.area[:12])} | {code for code, *_n in counts}
        places = regions.names(db, codes)
    return render_template(
        "look_back/stability.html", rows=rows, counts=counts, parts=parts, places=places, area=area, only=only,
        choices=stability.ONLY, outcomes=stability.OUTCOMES,
        next=url_for(".reviewed", area=area, only=only, after=more) if more else None,
    )  # fmt: skip


@bp.get("/overdue")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def over_a_year() -> str:
    """List the households of over a year, the longest watched first."""
    by, area = who.actor(), asked.area()
    with reading() as db:
        rows, more = overdue.overdue(db, by, area, now.today(), _after())
        parts = regions.below(db, by.area, "village" if len(by.area) < 12 else "group")
        places = regions.names(db, {code for one in rows for code in (one.area, one.area[:12])})
    return render_template(
        "look_back/overdue.html", rows=rows, parts=parts, places=places, area=area, standings=overdue.STANDINGS,
        next=url_for(".over_a_year", area=area, since=more.identified_on, after=more.case_id) if more else None,
    )  # fmt: skip


def _after() -> Place | None:
    try:
        return Place(date.fromisoformat(request.args.get("since", "")), request.args.get("after", 0, int))
    except ValueError:
        return None
