"""Publishing the list of a spot check, drawing from it, closing it, and the data for drawing again."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states.roles import Permission
from states.spot_checks import desk, drawing
from states.spot_checks.drawing import Plan
from states.spot_checks.population import Population
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.spot_checks.blueprint import bp
from web.spot_checks.forms import AnnounceForm
from web.sweeps.desk import places


@bp.get("/new")
@access(Permission.SPOT_CHECK, Area.LIST)
def ask() -> str:
    """Ask what shall be checked."""
    return render_template("spot_checks/new.html", form=_form())


@bp.post("/new")
@access(Permission.SPOT_CHECK, Area.LIST)
def announce() -> Response | tuple[str, int]:
    """Write the list down and publish its digest."""
    form, by, at = _form(), who.actor(), now.now()
    if form.validate_on_submit():
        words = form.area.data, form.state.data or "", form.category.data or "", form.kind.data or ""
        population = Population(*words, form.about.data or "", form.since.data, form.until.data)
        plan = Plan(form.title.data, population, form.due_on.data, form.size.data or 0, form.percent.data or 0)
        try:
            with work() as db:
                done = only_once.carry_out(db, lambda: {"check": drawing.announce(db, plan, by=by, at=at).id})
            flash(_("名单摘要已公布，记入台账；现在可以抽取"), "success")
            return redirect(url_for(".show", check_id=done["check"]))
        except BadInput as error:
            form.put(error)
    return render_template("spot_checks/new.html", form=form), 422


@bp.post("/<int:check_id>/draw")
@access(Permission.SPOT_CHECK, Area.RECORD)
def draw(check_id: int) -> Response:
    """Seal the ledger where nobody did since the publication, and draw by that seal."""
    by, at = who.actor(), now.now()
    with work() as db:
        drawing.seal(db, desk.find(db, check_id, by).check, at)
    with work() as db:
        check = desk.find(db, check_id, by).check
        only_once.carry_out(db, lambda: {"drawn": len(drawing.draw(db, tools.book(), check, by=by, at=at))})
    flash(_("已抽取；请没有登记过这些户的人入户核查"), "success")
    return redirect(url_for(".show", check_id=check_id))


@bp.post("/<int:check_id>/close")
@access(Permission.SPOT_CHECK, Area.RECORD)
def close(check_id: int) -> Response:
    """Close it once every house has its result."""
    by, at = who.actor(), now.now()
    with work() as db:
        check = desk.find(db, check_id, by).check
        only_once.carry_out(db, lambda: drawing.close(db, tools.book(), check, by=by, at=at))
    flash(_("抽查已办结"), "success")
    return redirect(url_for(".show", check_id=check_id))


def _form() -> AnnounceForm:
    form, by = AnnounceForm(), who.actor()
    with reading() as db:
        form.offer(places(db, by))
    return form
