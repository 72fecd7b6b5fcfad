"""The further sheets of a campaign: the roster, the summary by village, and the plan reckoned back."""

from __future__ import annotations

from flask import render_template, request

from states import regions
from states.campaigns import adjustments, backward, desk, roster
from states.lifecycle import LABELS
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.campaigns.blueprint import bp
from web.database import reading


@bp.get("/<int:campaign_id>/roster")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def roster_list(campaign_id: int) -> str:
    """Show the households as they stood when it began, and as they stand now."""
    by, asked = who.actor(), request.args
    state = asked.get("state", "") if asked.get("state", "") in LABELS else ""
    with reading() as db:
        one = desk.find(db, campaign_id, by).campaign
        found, more = roster.lines(db, one, by, state=state, after=asked.get("after", 0, int))
        counts = roster.counts(db, one, by)
        names = regions.names(db, {line.area[:12] for line, _home, _state in found})
    return render_template(
        "campaigns/roster.html", one=one, found=found, more=more, counts=counts, names=names, labels=LABELS, state=state
    )


@bp.get("/<int:campaign_id>/summary")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def summary(campaign_id: int) -> str:
    """Show the adjustments by village: the table that goes up."""
    by = who.actor()
    with reading() as db:
        one = desk.find(db, campaign_id, by)
        around = by.area if len(by.area) > len(one.campaign.area) else one.campaign.area
        since = one.campaign.begun_on
        rows = adjustments.by_village(db, around, since, one.pack) if since else {}
        villages = regions.below(db, around, "village")
    return render_template(
        "campaigns/summary.html", one=one.campaign, headings=adjustments.headings(one.pack), rows=rows,
        villages=villages, total=adjustments.together(rows.values(), one.pack),
    )  # fmt: skip


@bp.get("/<int:campaign_id>/plan")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def plan(campaign_id: int) -> str:
    """Show by when each procedure must have begun to keep every date of the plan."""
    today = now.today()
    with reading() as db:
        one = desk.find(db, campaign_id, who.actor())
        found = backward.reckoned(db, one.campaign, one.pack, today)
    return render_template("campaigns/plan.html", one=one.campaign, found=found)
