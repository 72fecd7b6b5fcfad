"""The overview: how many households stand where, and what is open and overdue, place by place."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, url_for

from engine import tallies
from engine.clock import office_day
from states import desk, regions
from states.lifecycle import LABELS
from states.regions import Region
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading
from web.worklist.blueprint import bp

LENGTHS = (6, 9, 12, 14)


@dataclass(frozen=True, slots=True)
class Line:
    """A place with its households by state, and its open and overdue steps."""

    place: Region
    states: dict[str, int]
    open: int
    overdue: int


@bp.get("/overview")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def overview() -> str:
    """The villages of the area; a village shows its groups, and a prefecture its counties."""
    by = who.actor()
    length = next((one for one in LENGTHS if one > len(by.area)), 14)
    length = 12 if length == 9 else length  # a county looks at its villages
    with reading() as db:
        tally = tallies.by_place(db, "household", by.area, length)
        work = desk.load_by_place(db, by.area, length, office_day(now.now()))
        level = regions.LEVELS[length]
        places = regions.below(db, by.area, level)
    lines = [
        Line(
            place,
            {state: tally.get((place.code, state), 0) for state in LABELS},
            *work.get(place.code, (0, 0)),
        )
        for place in places
    ]
    lines = [line for line in lines if line.place.abolished_on is None or any(line.states.values())]
    total = {state: sum(line.states[state] for line in lines) for state in LABELS}
    return render_template(
        "worklist/overview.html", lines=lines, labels=LABELS, total=total, level=level,
        open=sum(line.open for line in lines), overdue=sum(line.overdue for line in lines),
        work_base=url_for(".index"), register_base=url_for("register.index"),
    )  # fmt: skip
