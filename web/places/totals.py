"""Totals that add up by themselves, what places declare, and what does not agree."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states.codes import codes
from states.lifecycle import LABELS
from states.places import figures, totals, village_map
from states.places.figures import NAMES
from states.regions import Region
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.places.blueprint import totals as bp
from web.places.changing import own_place
from web.places.forms import FiguresForm


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """The totals of an area by its parts, beside what is declared."""
    by = who.actor()
    area = request.args.get("area", "")
    area = area if area.isdecimal() and by.covers(area) else by.area
    year = request.args.get("year", now.today().year, int)
    with reading() as db:
        found = totals.summary(db, area, year, by)
        located = village_map.located(db, by, area)
    labels = {code: label for code, label in codes("category").labels.items() if found.area.categories[code]}
    return render_template(
        "places/totals.html", found=found, area=area, year=year, figures=NAMES, states=LABELS, categories=labels,
        located=located, own_area=by.area,
    )  # fmt: skip


@bp.get("/<code>/figures")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def ask(code: str) -> str:
    """Ask what a place declares for a year."""
    year = request.args.get("year", now.today().year, int)
    place = own_place(code)
    with reading() as db:
        known = figures.declared(db, code, year).get(code, {})
    return _page(place, FiguresForm(formdata=None, year=year, **known))


@bp.post("/<code>/figures")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def declare(code: str) -> Response | tuple[str, int]:
    """Record what a place declares."""
    form, by, at, place = FiguresForm(), who.actor(), now.now(), own_place(code)
    if form.validate_on_submit():
        told = form.year.data, form.values(), form.reason.data or ""
        try:
            with work() as db:
                only_once.carry_out(db, lambda: {"n": figures.declare(db, place, *told, by, at)})
            flash(_("申报数已保存"), "success")
            return redirect(url_for(".index", area=code[:12], year=form.year.data))
        except BadInput as error:
            form.put(error)
    return _page(place, form), 422


def _page(place: Region, form: FiguresForm) -> str:
    return render_template("places/figures.html", place=place, form=form, names=NAMES)
