"""The plan of visits: each house once, with everything there is to do there; made to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import BadInput, Problem
from states import regions
from states.places import grid_desk
from states.places.grid_desk import GridRow
from states.regions import Region
from states.roles import Permission
from states.sweeps import desk as sweeps
from states.visits.plan import Asked, Plan
from states.visits.plan import plan as planned
from web import now, who
from web.access import Area, access
from web.database import reading

bp = Blueprint("visits", __name__, url_prefix="/visits")
WEEK, PER_DAY = timedelta(days=6), 8


@bp.get("/plan")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def plan() -> str:
    """Plan the visits of a village or grid from a day on until a deadline."""
    by, today = who.actor(), now.today()
    with reading() as db:
        villages, grids = _villages(db, by), grid_desk.listed(db, by, today)
        asked = _asked(db, by, today, villages, grids)
        made = Plan((), ())
        problems: tuple[Problem, ...] = ()
        try:
            made = planned(db, asked, by, today) if asked.village else made
        except BadInput as error:
            problems = error.problems
        stops = [stop for day in made.days for stop in day.stops] + list(made.unfit)
        names = regions.names(db, {stop.area for stop in stops} | {asked.village})
    return render_template(
        "visits/plan.html", asked=asked, plan=made, problems=problems, villages=villages, names=names,
        grids=[one for one in grids if one.village == asked.village],
    )  # fmt: skip


def _villages(db: Session, by: Actor) -> Sequence[Region]:
    if len(by.area) >= 12:
        return [one for one in (db.get(Region, by.area[:12]),) if one]
    return regions.below(db, by.area, "village") if len(by.area) >= 6 else ()


def _asked(db: Session, by: Actor, today: date, villages: Sequence[Region], grids: Sequence[GridRow]) -> Asked:
    """What the address asks, and where it says nothing: one's own village or grid, a week or the sweep's last day."""
    sent = request.args
    codes = {one.code for one in villages}
    village = sent.get("village", "") if sent.get("village", "") in codes else ""
    if not village and len(codes) == 1:
        [village] = codes
    mine = next((one.grid_id for one in grids if one.username == by.id and one.village == village), 0)
    grid = sent.get("grid", 0, int) if "grid" in sent else mine
    grid = grid if grid in {one.grid_id for one in grids if one.village == village} else 0
    since = _day(sent.get("since", "")) or today
    until = _day(sent.get("until", "")) or _deadline(db, by, since)
    return Asked(village, since, until, sent.get("per_day", PER_DAY, int), grid)


def _deadline(db: Session, by: Actor, since: date) -> date:
    """A week from the first day; the last day of a sweep where that comes first."""
    ends = [one.sweep.until_on for one in sweeps.running(db, by, since)]
    return min([since + WEEK, *(day for day in ends if day >= since)])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
