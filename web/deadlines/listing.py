"""The list of deadlines, by what is asked for in the address."""

from __future__ import annotations

from datetime import date

from flask import render_template, request

from engine.actors import Actor
from states import regions
from states.deadlines import desk
from states.deadlines.desk import KINDS, NAMED, STATES, Asked, Key
from states.packs.departments import departments
from states.reminders.posts import is_above, post_of
from states.roles import Permission
from web import now, who
from web.access import Area, access, may
from web.database import reading
from web.deadlines.blueprint import bp

STEP = "step"


@bp.get("")
@access(Permission.READ_ROOM, Area.LIST)
def index() -> str:
    """List what is due and overdue, the most overdue first, and count the open steps beside it."""
    by, today = who.actor(), now.today()
    wanted = asked(by)
    with reading() as db:
        found, more = desk.listed(db, by, today, wanted, _after())
        steps = desk.steps_by_place(db, by, today)
        below = desk.below(by)
        places = regions.below(db, by.area, regions.LEVELS[below]) if below else ()
        names = regions.names(db, {one.area for one in found})
        known = {} if by.department else departments(db)
    remindable = {one.name for one in found if may(Permission.REMIND) and one.done_on is None}
    remindable &= {one.name for one in found if is_above(by, post_of(one))}
    return render_template(
        "deadlines/index.html", found=found, more=_key(more), asked=wanted, steps=steps, places=places,
        departments=known,
        names=names, states=STATES, kinds={code: label for code, label in KINDS.items() if code != STEP},
        state_of=lambda one: desk.state_of(one, today), remindable=remindable,
    )  # fmt: skip


def asked(by: Actor) -> Asked:
    """What this request narrows the list to; whatever does not make sense is left out."""
    area, kind, state, department = (request.args.get(name, "") for name in ("area", "kind", "state", "department"))
    inside = area if area.isdecimal() and by.covers(area) else ""
    mine = request.args.get("mine", "") == "1"
    department = "" if by.department or not NAMED.fullmatch(department) else department
    return Asked(inside, kind if kind in KINDS else "", state if state in STATES else "", mine, department)


def _key(key: Key | None) -> str | None:
    return f"{key[0].isoformat()}.{key[1]}.{key[2]}" if key else None


def _after() -> Key | None:
    day, _, rest = request.args.get("after", "").partition(".")
    kind, _, ref = rest.partition(".")
    try:
        return date.fromisoformat(day), kind, ref
    except ValueError:
        return None
