"""Reviewing a village at once: each household goes on or is held with its reasons."""

from __future__ import annotations

from flask import render_template, request, url_for

from engine.errors import NotFound
from engine.guards import Blocker
from states.income import desk, reviewing
from states.roles import Permission
from web import now, once, tools, who
from web.access import Area, access
from web.database import work
from web.income.blueprint import bp
from web.income.desk import steps_of, terms_here
from web.worklist.bulk import Reason


@bp.post("/review")
@access(Permission.REVIEW_INCOME, Area.LIST)
def review() -> str:
    """Review or lock all households of the chosen place that stand at this level's turn, and tell what came of it."""
    by, at = who.actor(), now.now()
    area, act = request.form.get("area", ""), request.form.get("act", "")
    if not area.isdecimal() or not by.covers(area):
        raise NotFound("region", area)
    with work() as db:
        terms = terms_here(db, area)
        step = next((one for one in steps_of(terms) if one[0] == act), None) if terms else None
        if terms is None or step is None:
            raise NotFound("act", act)
        chosen = desk.reviewable(db, area, terms.year, by, step[2])
        outcome, homes = reviewing.move_many(db, tools.book(), chosen, terms.year, act, by=by, at=at, key=once.key())
        heads = desk.heads(db, list(homes.values()))
    held: dict[str, tuple[Blocker, list[str]]] = {}
    for case_id, blockers in outcome.held.items():
        for blocker in blockers:
            held.setdefault(blocker.message, (blocker, []))[1].append(heads[homes[case_id]])
    reasons = [Reason(blocker, tuple(names)) for blocker, names in held.values()]
    return render_template(
        "income/reviewed.html", label=step[1], moved=len(outcome.moved), held=len(outcome.held), again=outcome.again,
        reasons=sorted(reasons, key=lambda one: -len(one.heads)), back=url_for(".index", area=area),
    )  # fmt: skip
