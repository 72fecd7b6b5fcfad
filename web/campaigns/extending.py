"""Putting a phase off: asked once more with the old and the new day side by side."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, Refused
from states import regions
from states.campaigns import desk, extending, reporting
from states.campaigns.phases import DIGITS
from states.packs.campaign_parts import Phase
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.campaigns.blueprint import bp
from web.campaigns.forms import ExtendForm
from web.campaigns.shown import LEVELS
from web.database import reading, work
from web.words import day, message


@bp.get("/<int:campaign_id>/extend/<phase>")
@access(Permission.EXTEND_PHASE, Area.RECORD)
def ask_extend(campaign_id: int, phase: str) -> str:
    """Ask for which places, until when, and why."""
    return _page(campaign_id, phase)[0]


def _page(
    campaign_id: int, name: str, *, sure: bool = False, error: Refused | BadInput | None = None
) -> tuple[str, ExtendForm]:
    by, form = who.actor(), ExtendForm()
    with reading() as db:
        one = desk.find(db, campaign_id, by)
        phase = reporting.phase_of(one.pack, name)
        around = by.area if len(by.area) > len(one.campaign.area) else one.campaign.area
        places = {around: _("全部（%(place)s）", place=regions.full_name(db, around, above=around[:4]))}
        for level in ("township", "village"):
            if level in phase.by and DIGITS[level] > len(by.area):
                places |= {place.code: place.name for place in regions.below(db, around, level)}
        form.offer({level: LEVELS[level] for level in _levels(phase, by.area)}, places)
        was = extending.latest(db, one.campaign, phase, form.level.data or "", form.area.data or around)
    if isinstance(error, Refused):
        form.form_errors.extend(message(blocker) for blocker in error.blockers)
    elif error is not None:
        form.put(error)
    page = render_template(
        "campaigns/extend.html", one=one.campaign, phase=phase, form=form, sure=sure, was=was, places=places,
        levels=LEVELS,
    )  # fmt: skip
    return page, form


def _levels(phase: Phase, area: str) -> list[str]:
    return [level for level in phase.by if DIGITS[level] > len(area)] or list(phase.by)


@bp.post("/<int:campaign_id>/extend/<phase>")
@access(Permission.EXTEND_PHASE, Area.RECORD)
def extend(campaign_id: int, phase: str) -> Response | str | tuple[str, int]:
    """Look at it once more, then put it off."""
    by, at = who.actor(), now.now()
    _first, form = _page(campaign_id, phase)
    if not form.validate_on_submit():
        return _page(campaign_id, phase)[0], 422
    told = phase, form.level.data, form.area.data, form.until.data, form.reason.data
    if form.sure.data != "yes":
        return _page(campaign_id, phase, sure=True)[0]
    try:
        with work() as db:
            one = desk.find(db, campaign_id, by).campaign
            only_once.carry_out(db, lambda: {"id": extending.extend(db, one, *told, by=by, at=at).id})
    except (Refused, BadInput) as error:
        return _page(campaign_id, phase, error=error)[0], 409 if isinstance(error, Refused) else 422
    flash(_("已延到%(until)s", until=day(form.until.data)), "success")
    return redirect(url_for(".show", campaign_id=campaign_id))
