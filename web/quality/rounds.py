"""The rounds: what each found, running another, and closing a year for the rules across years."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states import regions
from states.quality import desk, years
from states.quality.rounds import run
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.database import reading, work
from web.quality.blueprint import bp
from web.quality.forms import YearForm
from web.words import term

AT_ONCE = 5000
"""So many households are looked through while somebody waits for the page; more are a matter for the command."""


@bp.get("/rounds")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def rounds() -> str:
    """List the rounds, newest first."""
    return _page(YearForm(formdata=None, year=now.today().year - 1))


def _page(form: YearForm) -> str:
    with reading() as db:
        listed = desk.rounds(db, who.actor())
        places = regions.names(db, {one.area for one in listed})
    return render_template("quality/rounds.html", rounds=listed, places=places, form=form)


@bp.post("/run")
@access(Permission.RUN_QUALITY, Area.LIST)
def begin() -> Response:
    """Look an area through."""
    by = who.actor()
    area = request.form.get("area", "") or by.area
    try:
        done = run(work, tools.book(), area, by=by, at=now.now(), most=AT_ONCE)
    except BadInput as error:
        flash(" ".join(term(problem.reason) for problem in error.problems), "danger")
        return redirect(url_for(".index"))
    told = {"n": done.households, "found": done.found, "opened": done.opened + done.reopened, "closed": done.closed}
    flash(_("筛查了%(n)s户，查到%(found)s条，新增%(opened)s条，销号%(closed)s条", **told), "success")
    return redirect(url_for(".index", area=area if area != by.area else None))


@bp.post("/years")
@access(Permission.RUN_QUALITY, Area.LIST)
def close_year() -> Response | tuple[str, int]:
    """Keep a year that is over."""
    form, by = YearForm(), who.actor()
    if form.validate_on_submit():
        try:
            with work() as db:
                kept = years.close(db, by.area, form.year.data, by=by, at=now.now())
            flash(_("%(year)s年的收入和在校情况已结转，共%(n)s户", year=form.year.data, n=kept), "success")
            return redirect(url_for(".rounds"))
        except BadInput as error:
            form.put(error)
    return _page(form), 422
