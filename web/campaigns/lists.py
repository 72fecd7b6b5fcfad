"""Lists that places hand in, in the order in which they came, and their review."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states import regions
from states.campaigns import desk, handing_in
from states.roles import Permission
from web import now, once, only_once, tools, who
from web.access import Area, access
from web.campaigns.blueprint import bp
from web.campaigns.forms import HandInForm, ReviewForm
from web.database import reading, work


@bp.get("/<int:campaign_id>/lists")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def list_lists(campaign_id: int) -> str:
    """Show the line: who came when, and whose turn it is."""
    return _page(campaign_id)


def _page(campaign_id: int, handing: HandInForm | None = None, reviewing: ReviewForm | None = None) -> str:
    by = who.actor()
    with reading() as db:
        one = desk.find(db, campaign_id, by)
        found = handing_in.handed(db, one.campaign, by)
        names = regions.names(db, {row.list.area for row in found})
    first = next((row for row in found if row.number == 1), None)
    return render_template(
        "campaigns/lists.html", one=one.campaign, shown=one, found=found, names=names, first=first,
        hands_in=one.is_under_way and handing_in.may_hand_in(one.campaign, by),
        reviews=by.area == one.campaign.area and by.role in handing_in.REVIEWERS,
        handing=handing or HandInForm(formdata=None), reviewing=reviewing or ReviewForm(formdata=None),
    )  # fmt: skip


@bp.post("/<int:campaign_id>/lists")
@access(Permission.REPORT_PHASE, Area.RECORD)
def hand_in(campaign_id: int) -> Response | tuple[str, int]:
    """Hand a list in for one's own place."""
    form, by = HandInForm(), who.actor()
    if form.validate_on_submit():
        told = by.area, form.title.data, form.households.data
        try:
            with work() as db:
                one = desk.find(db, campaign_id, by).campaign
                handing_in.hand_in(db, one, *told, by=by, at=now.now(), key=once.key())
            flash(_("名单已上报，按先后排队复核"), "success")
            return redirect(url_for(".list_lists", campaign_id=campaign_id))
        except BadInput as error:
            form.put(error)
    return _page(campaign_id, handing=form), 422


@bp.post("/<int:campaign_id>/lists/<int:list_id>")
@access(Permission.RUN_CAMPAIGN, Area.RECORD)
def review(campaign_id: int, list_id: int) -> Response | tuple[str, int]:
    """Say what the review found; only the first in line is taken."""
    form, by, at = ReviewForm(), who.actor(), now.now()
    if form.validate_on_submit():
        good = request.form.get("verdict") != "return"
        with work() as db:
            campaign = desk.find(db, campaign_id, by).campaign
            one = handing_in.find(db, campaign, list_id, by)
            told = tools.book(), one, form.result.data
            only_once.carry_out(db, lambda: handing_in.review(db, *told, good=good, by=by, at=at))
        flash(_("复核结果已登记"), "success")
        return redirect(url_for(".list_lists", campaign_id=campaign_id))
    return _page(campaign_id, reviewing=form), 422
