"""The rounds: what each found, running another, and closing a year for the rules across years."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from engine.jobs.asking import enqueue
from states import regions
from states.quality import background, desk, years
from states.quality.rounds import run
from states.roles import Permission
from web import now, once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.quality.blueprint import AT_ONCE, bp
from web.quality.forms import YearForm
from web.words import term


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
    """Look an area through, a large one in the background."""
    by = who.actor()
    area = request.form.get("area", "") or by.area
    with reading() as db:
        is_large = desk.is_large(db, by, area, AT_ONCE)
    if is_large:
        with work() as db:
            place = regions.names(db, [area]).get(area, area)
            at, key = now.now(), once.key()
            job = enqueue(db, background.KIND, {}, by=by, at=at, key=key, title=place, area=area)
        return redirect(url_for("jobs.show", job_id=job.id))
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
