"""The list of campaigns, and one of them: its phases on the calendar, its windows, and who is late."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from engine.cases import Case
from states import regions
from states.campaigns import desk, openings, phases, roster, windows
from states.campaigns.campaign import LABELS
from states.campaigns.phases import DIGITS
from states.lifecycle import LABELS as HOUSEHOLD_STATES
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.campaigns.blueprint import bp
from web.campaigns.shown import TOWNSHIP, by_phase, by_township, levels, owed_here
from web.database import reading


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """List the campaigns that concern an area, newest first."""
    by, asked = who.actor(), request.args
    state = asked.get("state", "") if asked.get("state", "") in LABELS else ""
    with reading() as db:
        found, more = desk.listed(db, by, state=state, before=asked.get("before", 0, int))
        names = regions.names(db, {one.campaign.area for one in found})
    return render_template("campaigns/index.html", found=found, more=more, names=names, labels=LABELS, state=state)


@bp.get("/<int:campaign_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def show(campaign_id: int) -> str:
    """Show how far it has come, what is open today, and what is missing."""
    by, today, area = who.actor(), now.today(), request.args.get("area", "")
    with reading() as db:
        one = desk.find(db, campaign_id, by)
        campaign, pack = one.campaign, one.pack
        rows = phases.places(db, campaign, pack, by.area)
        inside = [row for row in rows if row.area.startswith(area)] if by.covers(area) else rows
        here = by.area if len(by.area) > len(campaign.area) else campaign.area
        told: dict[str, Any] = {
            "rows": rows, "phases": by_phase(pack, rows, today), "owed": owed_here(rows, by, today),
            "place": regions.full_name(db, campaign.area, above=campaign.area[:4]),
            "windows": _windows(db, one, here, today), "answers": openings.answers(db, campaign, pack),
            "longer": phases.extensions(db, campaign), "counts": roster.counts(db, campaign, by),
        }  # fmt: skip
        names = regions.names(db, {x.area for x in told["longer"]} | {row.area[:9] for row in rows})
        state = db.get_one(Case, campaign.case_id).state
    wide = len(campaign.area) < TOWNSHIP and len(by.area) < TOWNSHIP and len(area) != TOWNSHIP
    late = [(row, cells) for row in rows if (cells := row.late(today))]
    return render_template(
        "campaigns/show.html", one=campaign, shown=one, pack=pack, state=state, on=today, late=late, names=names,
        townships=by_township(rows, names, today) if wide else [], table=[] if wide else inside,
        levels=levels(), states=HOUSEHOLD_STATES, digits=DIGITS, **told,
    )  # fmt: skip


def _windows(db: Any, one: desk.Shown, here: str, today: Any) -> list[windows.Standing]:
    """How each window stands at a place; for a draft, by the days of the plan alone."""
    plans = windows.plans_of(db, [here], today, {here: one.campaign.digest})
    plan = plans.get(here, windows.Plan(one.pack))
    if plan.pack.digest != one.pack.digest:
        plan = windows.Plan(one.pack)
    return [windows.standing(plan, window, here, today) for window in one.pack.file.window]
