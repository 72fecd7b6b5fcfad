"""The data desk's section about work and training: mismatches of a village, courses of a year."""

from __future__ import annotations

from flask import render_template, request, url_for

from states import regions
from states.livelihood import trainings, work_doubts
from states.livelihood.mismatches import ADVICE, KINDS
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading
from web.livelihood.blueprint import bp


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """List the mismatches of one village, those that wait first."""
    by, year = who.actor(), now.today().year
    with reading() as db:
        villages = regions.below(db, by.area[:12], "village")
        asked = request.args.get("area", "")
        village = asked if asked in {one.code for one in villages} else villages[0].code if villages else by.area
        found = work_doubts.doubts(db, by, village, year) if villages else []
    kind = request.args.get("kind", "")
    counts = {code: sum(one.kind == code and one.settlement is None for one in found) for code in KINDS}
    return render_template(
        "livelihood/index.html", found=[one for one in found if kind in ("", one.kind)], counts=counts, kinds=KINDS,
        advice=ADVICE, kind=kind if kind in KINDS else "", villages=villages, village=village, year=year,
    )  # fmt: skip


@bp.get("/trainings")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def training() -> str:
    """List the courses that ended this year."""
    year = request.args.get("year", now.today().year, int)
    year = year if 2000 <= year <= 2100 else now.today().year
    with reading() as db:
        rows, more = trainings.listed(db, who.actor(), year, request.args.get("before", 0, int))
    onward = url_for(".training", year=year, before=more) if more else None
    return render_template("livelihood/trainings.html", rows=rows, year=year, next=onward)
