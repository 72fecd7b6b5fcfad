"""The income desk of an area: how far each household has come, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from engine.errors import NotFound
from states import regions
from states.income import desk, opening
from states.income.plans import Terms
from states.income.statements import COLLECTING, LOCKED, REVIEWED, REVIEWS
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading
from web.income.blueprint import bp
from web.income.household import STATES


@dataclass(frozen=True, slots=True)
class Bulk:
    """What this person may do to all households that stand in a state."""

    act: str
    label: str
    count: int


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """List the households of the area whose income is collected, by where they stand."""
    by = who.actor()
    area, state = request.args.get("area", ""), request.args.get("state", "")
    area = area if area.isdecimal() and by.covers(area) else by.area
    state = state if state in STATES else ""
    with reading() as db:
        terms = terms_here(db, area)
        year = request.args.get("year", 0, int) or (terms.year if terms else now.today().year)
        rows = desk.listed(
            db, area, year, by, now.today(), state=state, after=request.args.get("after", "")[:32], limit=desk.PAGE + 1
        )
        counts = desk.counts(db, area, year, by)
        villages = regions.below(db, by.area, "village")
        places = regions.names(db, {code for row in rows for code in (row.group_code, row.group_code[:12])})
    more = rows[desk.PAGE - 1].number if len(rows) > desk.PAGE else ""
    asked: dict[str, Any] = {
        name: value for name, value in (("area", request.args.get("area")), ("state", state)) if value
    }
    return render_template(
        "income/index.html", rows=rows[: desk.PAGE], counts=counts, villages=villages, places=places, area=area,
        state=state, states=STATES, terms=terms, year=year, bulk=bulk_of(terms, counts) if terms else [],
        next=url_for(".index", **asked, year=year, after=more) if more else None,
    )  # fmt: skip


def terms_here(db: Session, area: str) -> Terms | None:
    """The terms in force at a place today; None where no plan holds."""
    try:
        return opening.in_force_here(db, area, now.today())
    except NotFound:
        return None


def bulk_of(terms: Terms, counts: dict[str, int]) -> list[Bulk]:
    """What this person's level may do to many at once under these terms, with how many stand there."""
    found = []
    for act, label, state, level in steps_of(terms):
        if who.actor().role == level and counts.get(state):
            found.append(Bulk(act, label, counts[state]))
    return found


def steps_of(terms: Terms) -> list[tuple[str, str, str, str]]:
    """The acts on the way up: name, label, the state before it, and the level that does it."""
    states = [COLLECTING[0], *(REVIEWED[level][0] for level in terms.review)]
    steps = [(f"review_{level}", REVIEWS[level], states[at], level) for at, level in enumerate(terms.review)]
    return [*steps, ("lock", LOCKED[1], states[-1], terms.review[-1])]
