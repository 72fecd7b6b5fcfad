"""The list of sweeps, and one of them: how far each place and grid has come, and the houses still to be visited."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from sqlalchemy.orm import Session

from engine.actors import Actor
from states import regions
from states.help.quarters import quarter_of
from states.places import grid_desk
from states.regions import Region
from states.roles import Permission
from states.sweeps import beginning, counting, desk
from states.sweeps.beginning import OFFICE_OF
from states.sweeps.counting import Count
from states.sweeps.desk import SHOWN, Shown
from states.sweeps.roster import PARTS
from states.sweeps.sweep import Sweep
from web import now, who
from web.access import Area, access, may
from web.database import reading
from web.sweeps.blueprint import bp
from web.sweeps.forms import BeginForm, ManyForm, ReasonForm

BELOW = {6: 9, 9: 12, 12: 14, 14: 14}
"""The length of the codes of the places below, by that of a place's own code."""


@dataclass(frozen=True, slots=True)
class Line:
    """A place or grid with how far it has come, and whether it is behind."""

    key: str
    name: str
    count: Count
    behind: bool
    worker: str = ""
    opens: bool = False


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """List the sweeps of the area; who may begins one."""
    return list_page(BeginForm(formdata=None))


def list_page(form: BeginForm) -> str:
    """The list with this form on it."""
    by, today = who.actor(), now.today()
    with reading() as db:
        found, more = desk.listed(db, by, request.args.get("before", 0, int))
        names = regions.names(db, {one.sweep.area for one in found})
        totals = {one.sweep.id: total(db, one.sweep, by) for one in found}
        form.offer(unswept(db, by) if may(Permission.SWEEP) else ())
    return render_template(
        "sweeps/index.html", found=found, more=more, names=names, totals=totals, form=form,
        quarter=quarter_of(today),
    )  # fmt: skip


@bp.get("/<int:sweep_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def show(sweep_id: int) -> str:
    """Show how far a sweep has come."""
    return sweep_page(sweep_id, ReasonForm(formdata=None))


def sweep_page(sweep_id: int, form: ReasonForm) -> str:
    """The page of a sweep with this form on it."""
    by = who.actor()
    with reading() as db:
        shown = desk.find(db, sweep_id, by)
        area = inside(by, shown.sweep)
        lines = _places(db, shown, area, by)
        grids = _grids(db, shown, area, by)
        names = regions.names(db, {shown.sweep.area, area})
        parts = counting.by_part(db, shown.sweep, by, area)
    return render_template(
        "sweeps/show.html", shown=shown, one=shown.sweep, area=area, names=names, lines=lines, grids=grids,
        parts=parts, labels=PARTS, total=_sum(parts.values()), form=form, expected=shown.expected(now.today()),
        owns=may(Permission.SWEEP) and by.covers(shown.sweep.area),
    )  # fmt: skip


@bp.get("/<int:sweep_id>/houses")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def houses(sweep_id: int) -> str:
    """List the houses of a sweep: those still to be visited, or others."""
    return houses_page(sweep_id, ManyForm(formdata=None))


def houses_page(sweep_id: int, form: ManyForm) -> str:
    """The list of houses, with the form that ticks several off."""
    by, asked = who.actor(), request.values
    chosen = asked.get("shown", "") if asked.get("shown", "") in SHOWN else desk.LEFT
    grid = asked.get("grid", 0, int)
    with reading() as db:
        shown = desk.find(db, sweep_id, by)
        area = inside(by, shown.sweep)
        after = asked.get("after_area", "")[:14], asked.get("after", 0, int)
        found, more = desk.houses(db, shown.sweep, by, area=area, grid=grid, shown=chosen, after=after)
        names = regions.names(db, {one.area for one in found} | {one.area[:12] for one in found} | {area})
    form.called_on.data = form.called_on.data or now.today()
    return render_template(
        "sweeps/houses.html", shown=shown, one=shown.sweep, found=found, more=more, names=names, area=area, grid=grid,
        chosen=chosen, choices=SHOWN, parts=PARTS, form=form,
        ticks=may(Permission.EDIT_HOUSEHOLD) and shown.sweep.closed_on is None and chosen in (desk.LEFT, "absent"),
    )  # fmt: skip


def inside(by: Actor, sweep: Sweep) -> str:
    """The place that is looked at: the one asked for, else as much of the sweep as is the actor's own."""
    asked = request.values.get("area", "")
    usual = by.area if len(by.area) > len(sweep.area) else sweep.area
    return asked if asked.isdecimal() and asked.startswith(usual) and len(asked) <= 14 else usual


def total(db: Session, sweep: Sweep, by: Actor) -> Count:
    """How far the actor's share of a sweep has come."""
    return _sum(counting.by_part(db, sweep, by, "").values())


def places(db: Session, by: Actor) -> list[Region]:
    """The places that an office answers for: its own, and those directly below."""
    own = [one for one in regions.children(db, by.area) if one.abolished_on is None and len(one.code) in OFFICE_OF]
    mine = db.get(Region, by.area)
    return ([mine] if mine and len(mine.code) in OFFICE_OF else []) + own


def unswept(db: Session, by: Actor) -> list[Region]:
    """Those of them that no sweep of the present quarter touches."""
    taken = beginning.swept(db, quarter_of(now.today()))
    return [one for one in places(db, by) if not any(a.startswith(one.code) or one.code.startswith(a) for a in taken)]


def _sum(counts: object) -> Count:
    rows = [(one.households, one.visited, one.absent, one.changes, one.leads) for one in counts]  # type: ignore[attr-defined]
    return Count(*map(sum, zip(*rows, strict=True))) if rows else Count()


def _places(db: Session, shown: Shown, area: str, by: Actor) -> list[Line]:
    length = BELOW[len(area)]
    counts = counting.by_place(db, shown.sweep, by, area, length)
    names, today = regions.names(db, counts), now.today()
    lines = [
        Line(code, names.get(code, code), one, shown.is_behind(one, today), opens=length < 14)
        for code, one in counts.items()
    ]
    return sorted(lines, key=lambda line: (line.count.percent, line.key))


def _grids(db: Session, shown: Shown, area: str, by: Actor) -> list[Line]:
    """The grids of a village or township with what is left; the actor's own first. None for larger places."""
    if len(area) < 9:
        return []
    counts = counting.by_grid(db, shown.sweep, by, area)
    rows = [row for row in grid_desk.listed(db, by, shown.sweep.since_on) if row.grid_id in counts]
    names, today = regions.names(db, {row.village for row in rows}), now.today()
    lines = [
        Line(
            str(row.grid_id), (names.get(row.village, "") if len(area) < 12 else "") + row.name, counts[row.grid_id],
            shown.is_behind(counts[row.grid_id], today), row.worker, row.username == by.id,
        )
        for row in rows
    ]  # fmt: skip
    without = [Line("0", "", counts[0], shown.is_behind(counts[0], today))] if 0 in counts else []
    return sorted(lines, key=lambda line: (not line.opens, line.count.percent)) + without
