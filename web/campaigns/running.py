"""Drawing a campaign up, beginning it, and closing it with its summary."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.cases import Case
from engine.errors import BadInput, NotFound
from states import regions
from states.campaigns import desk, phases, running
from states.packs.store import in_force
from states.roles import Permission
from web import confirm, now, once, only_once, tools, who
from web.access import Area, access
from web.campaigns.blueprint import bp
from web.campaigns.forms import CloseForm, DraftForm
from web.database import reading, work


@bp.get("/new")
@access(Permission.RUN_CAMPAIGN, Area.LIST)
def ask() -> str:
    """Show the plan in force, and ask what the campaign is called."""
    return _new(DraftForm())


def _new(form: DraftForm) -> str:
    by = who.actor()
    with reading() as db:
        try:
            pack = in_force(db, by.area, now.today())
        except NotFound:
            pack = None
        place = regions.full_name(db, by.area, above=by.area[:4])
    return render_template("campaigns/new.html", form=form, pack=pack, place=place)


@bp.post("/new")
@access(Permission.RUN_CAMPAIGN, Area.LIST)
def add() -> Response | tuple[str, int]:
    """Draw it up."""
    form, by = DraftForm(), who.actor()
    if not form.validate_on_submit():
        return _new(form), 422
    with work() as db:
        one = running.draft(db, by.area, form.title.data or "", by=by, at=now.now(), key=once.key())
    flash(_("集中行动已列出；启动时固定名册"), "success")
    return redirect(url_for(".show", campaign_id=one.id))


@bp.get("/<int:campaign_id>/begin")
@access(Permission.RUN_CAMPAIGN, Area.RECORD)
def ask_begin(campaign_id: int) -> str:
    """Ask once more: the roster never changes afterwards."""
    with reading() as db:
        one = desk.find(db, campaign_id, who.actor()).campaign
    text = _("启动时把辖区全部农户和各户当时的状态固定成名册，以后不再改变；方案按今天的版本执行到结束。")
    return confirm.ask(
        _("启动“%(title)s”", title=one.title), text, _("启动"), url_for(".show", campaign_id=campaign_id)
    )


@bp.post("/<int:campaign_id>/begin")
@access(Permission.RUN_CAMPAIGN, Area.RECORD)
def begin(campaign_id: int) -> Response:
    """Begin it."""
    by, at = who.actor(), now.now()
    with work() as db:
        one = desk.find(db, campaign_id, by).campaign
        done = only_once.carry_out(db, lambda: {"n": running.begin(db, tools.book(), one, by=by, at=at)})
    flash(_("已启动，名册固定了%(n)s户", n=done["n"]), "success")
    return redirect(url_for(".show", campaign_id=campaign_id))


@bp.get("/<int:campaign_id>/close")
@access(Permission.RUN_CAMPAIGN, Area.RECORD)
def ask_close(campaign_id: int) -> str:
    """Ask for the summary, and show what is not reported."""
    return _close(campaign_id, CloseForm())


def _close(campaign_id: int, form: CloseForm) -> str:
    with reading() as db:
        one = desk.find(db, campaign_id, who.actor())
        rows = phases.places(db, one.campaign, one.pack)
        figures = running.figures(db, one.campaign)
        state = db.get_one(Case, one.campaign.case_id).state
    left = [(row, cell) for row in rows for cell in row.cells.values() if cell.report is None]
    return render_template(
        "campaigns/close.html", one=one.campaign, pack=one.pack, form=form, left=left, figures=figures, state=state
    )


@bp.post("/<int:campaign_id>/close")
@access(Permission.RUN_CAMPAIGN, Area.RECORD)
def close(campaign_id: int) -> Response | tuple[str, int]:
    """Close it."""
    form, by, at = CloseForm(), who.actor(), now.now()
    if form.validate_on_submit():
        told = form.summary.data, form.left_because.data or ""
        try:
            with work() as db:
                one = desk.find(db, campaign_id, by).campaign
                only_once.carry_out(db, lambda: running.close(db, tools.book(), one, *told, by=by, at=at))
            flash(_("集中行动已结束"), "success")
            return redirect(url_for(".show", campaign_id=campaign_id))
        except BadInput as error:
            form.put(error)
    return _close(campaign_id, form), 422
