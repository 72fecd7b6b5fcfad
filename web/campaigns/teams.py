"""The teams of the villages: who holds which post, who is wanting, and who took over from whom."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from engine.errors import BadInput
from states.campaigns import desk, teams
from states.campaigns.teams import Person
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.campaigns.blueprint import bp
from web.campaigns.forms import PersonForm, ReplaceForm
from web.database import reading, work


@bp.get("/<int:campaign_id>/teams")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def team_list(campaign_id: int) -> str:
    """Show the teams, village by village."""
    return _page(campaign_id, PersonForm(formdata=None))


def _page(campaign_id: int, form: PersonForm) -> str:
    by = who.actor()
    with reading() as db:
        one = desk.find(db, campaign_id, by)
        found = teams.teams(db, one.campaign, one.pack, by.area)
    _offer(form, one, found)
    return render_template(
        "campaigns/teams.html", one=one.campaign, pack=one.pack, found=found, form=form, may_edit=by.role in teams.WHO,
        missing=sum(team.missing for team in found),
    )  # fmt: skip


def _offer(form: PersonForm, one: desk.Shown, found: list[teams.VillageTeam]) -> None:
    form.area.choices = [SelectChoice(team.area, team.name) for team in found]
    form.post.choices = [SelectChoice(post.name, f"{post.title}：{post.held_by}") for post in one.pack.file.team.post]


@bp.post("/<int:campaign_id>/teams")
@access(Permission.REPORT_PHASE, Area.RECORD)
def add_member(campaign_id: int) -> Response | tuple[str, int]:
    """Put somebody into a team."""
    form, by, at = PersonForm(), who.actor(), now.now()
    with reading() as db:
        one = desk.find(db, campaign_id, by)
        _offer(form, one, teams.teams(db, one.campaign, one.pack, by.area))
    if form.validate_on_submit():
        person = Person(form.post.data, form.name.data, form.unit.data or "", form.phone.data or "")
        try:
            with work() as db:
                campaign = desk.find(db, campaign_id, by).campaign
                told = campaign, form.area.data, person
                only_once.carry_out(db, lambda: {"id": teams.join(db, *told, by=by, at=at).id})
            flash(_("已列入工作队"), "success")
            return redirect(url_for(".team_list", campaign_id=campaign_id))
        except BadInput as error:
            form.put(error)
    return _page(campaign_id, form), 422


@bp.get("/<int:campaign_id>/teams/<int:member_id>")
@access(Permission.REPORT_PHASE, Area.RECORD)
def ask_replace(campaign_id: int, member_id: int) -> str:
    """Ask who takes over, and why."""
    return _replace(campaign_id, member_id, ReplaceForm(formdata=None))


def _replace(campaign_id: int, member_id: int, form: ReplaceForm) -> str:
    by = who.actor()
    with reading() as db:
        one = desk.find(db, campaign_id, by).campaign
        old = teams.find(db, one, member_id, by)
    return render_template("campaigns/replace.html", one=one, old=old, form=form)


@bp.post("/<int:campaign_id>/teams/<int:member_id>")
@access(Permission.REPORT_PHASE, Area.RECORD)
def replace(campaign_id: int, member_id: int) -> Response | tuple[str, int]:
    """Let somebody else take over from today on."""
    form, by, at = ReplaceForm(), who.actor(), now.now()
    if form.validate_on_submit():
        person = Person("", form.name.data, form.unit.data or "", form.phone.data or "")
        told = member_id, person, form.reason.data
        try:
            with work() as db:
                one = desk.find(db, campaign_id, by).campaign
                only_once.carry_out(db, lambda: {"id": teams.replace(db, one, *told, by=by, at=at).id})
            flash(_("已换人，原来的人留在记录里"), "success")
            return redirect(url_for(".team_list", campaign_id=campaign_id))
        except BadInput as error:
            form.put(error)
    return _replace(campaign_id, member_id, form), 422
