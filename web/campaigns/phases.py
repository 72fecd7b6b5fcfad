"""Reporting a phase done, and sending a report back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.cases import Case
from engine.errors import BadInput, NotFound
from states import regions
from states.campaigns import adjustments, desk, reporting
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.campaigns.blueprint import bp
from web.campaigns.forms import ReportForm, SendBackForm
from web.database import reading, work


@bp.get("/<int:campaign_id>/report/<phase>")
@access(Permission.REPORT_PHASE, Area.RECORD)
def ask_report(campaign_id: int, phase: str) -> str:
    """Show the numbers that go up, and what stands against it."""
    return _report(campaign_id, phase, ReportForm())


def _report(campaign_id: int, name: str, form: ReportForm) -> str:
    by, today = who.actor(), now.today()
    with reading() as db:
        one = desk.find(db, campaign_id, by)
        phase = reporting.phase_of(one.pack, name)
        case = db.get_one(Case, one.campaign.case_id)
        against = list(reporting.against(db, one.campaign, case, phase, by.area, by, today))
        rows = adjustments.by_village(db, by.area, one.campaign.begun_on or today, one.pack)
        place = regions.full_name(db, by.area, above=by.area[:9])
    return render_template(
        "campaigns/report.html", one=one.campaign, phase=phase, form=form, against=against, place=place,
        headings=adjustments.headings(one.pack), figures=adjustments.together(rows.values(), one.pack),
    )  # fmt: skip


@bp.post("/<int:campaign_id>/report/<phase>")
@access(Permission.REPORT_PHASE, Area.RECORD)
def report(campaign_id: int, phase: str) -> Response | tuple[str, int]:
    """Report it for one's own place."""
    form, by, at = ReportForm(), who.actor(), now.now()
    if not form.validate_on_submit():
        return _report(campaign_id, phase, form), 422
    with work() as db:
        one = desk.find(db, campaign_id, by).campaign
        told = one, phase, by.area, form.note.data or ""
        only_once.carry_out(db, lambda: {"id": reporting.report(db, *told, by=by, at=at).id})
    flash(_("已上报完成"), "success")
    return redirect(url_for(".show", campaign_id=campaign_id))


@bp.get("/<int:campaign_id>/returned/<int:report_id>")
@access(Permission.EXTEND_PHASE, Area.RECORD)
def ask_send_back(campaign_id: int, report_id: int) -> str:
    """Ask why it goes back."""
    return _send_back(campaign_id, report_id, SendBackForm())


def _send_back(campaign_id: int, report_id: int, form: SendBackForm) -> str:
    by = who.actor()
    with reading() as db:
        one = desk.find(db, campaign_id, by)
        told = reporting.find(db, one.campaign, report_id, by)
        phase = reporting.phase_of(one.pack, told.phase)
        place = regions.full_name(db, told.area, above=told.area[:6])
    if told.returned_because:
        raise NotFound("report", report_id)
    return render_template("campaigns/send_back.html", one=one.campaign, told=told, phase=phase, place=place, form=form)


@bp.post("/<int:campaign_id>/returned/<int:report_id>")
@access(Permission.EXTEND_PHASE, Area.RECORD)
def send_back(campaign_id: int, report_id: int) -> Response | tuple[str, int]:
    """Send it back."""
    form, by, at = SendBackForm(), who.actor(), now.now()
    if form.validate_on_submit():
        try:
            with work() as db:
                one = desk.find(db, campaign_id, by).campaign
                told = one, report_id, str(request.form.get("reason", ""))
                only_once.carry_out(db, lambda: {"id": reporting.send_back(db, *told, by=by, at=at).id})
            flash(_("已退回，要重新办理、重新上报"), "success")
            return redirect(url_for(".show", campaign_id=campaign_id))
        except BadInput as error:
            form.put(error)
    return _send_back(campaign_id, report_id, form), 422
