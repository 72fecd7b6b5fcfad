"""The yearly sheets of villages: entered by one, verified by another, compared by the rules about villages."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states import region_desk, regions
from states.places import figures, village_sheets
from states.places.figures import NAMES
from states.places.village_sheets import KINDS, facts
from states.quality import desk
from states.quality.desk import Asked
from states.regions import Region
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.quality.blueprint import bp
from web.quality.village_forms import VillageSheetForm
from web.words import term


@bp.get("/villages")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def villages() -> str:
    """List the villages of the area with the state of their sheets and what the rules found about them."""
    by, year = who.actor(), _year()
    with reading() as db:
        parts = regions.below(db, by.area[:12], "village")
        sheets = {one.place: one for one in village_sheets.of_area(db, by, by.area[:12], year)}
        found = desk.by_village(db, by, Asked(about="village"))
    return render_template(
        "quality/villages.html", parts=parts, sheets=sheets, found=dict(found), year=year,
        years=range(now.today().year, now.today().year - 5, -1),
    )  # fmt: skip


@bp.get("/villages/<code>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def village(code: str) -> str:
    """Show what a village declares and counts in a year, with the form of the sheet."""
    place, year = _place(code), _year()
    form = VillageSheetForm(formdata=None, year=year)
    with reading() as db:
        form.fill(next(reversed(village_sheets.of_village(db, code, year)), None))
    return _page(place, year, form)


@bp.post("/villages/<code>")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def enter_sheet(code: str) -> Response | tuple[str, int]:
    """Take in a sheet; it waits for a second person."""
    place, form, by, at = _place(code), VillageSheetForm(), who.actor(), now.now()
    if form.validate_on_submit():
        told = form.year.data, form.values(), form.reason.data or ""
        try:
            with work() as db:
                only_once.carry_out(db, lambda: {"id": village_sheets.enter(db, place, *told, by=by, at=at).id})
            flash(_("已保存，等另一个人核对"), "success")
            return redirect(url_for(".village", code=code, year=form.year.data))
        except BadInput as error:
            form.mark({one.where: term(one.reason) for one in error.problems if one.where in facts()})
            form.put(BadInput(*(one for one in error.problems if one.where not in facts())))
    return _page(place, form.year.data or _year(), form), 422


@bp.post("/village-sheets/<int:sheet_id>/verify")
@access(Permission.VERIFY_CHANGE, Area.RECORD)
def verify_sheet(sheet_id: int) -> Response:
    """Let a sheet stand."""
    by, at = who.actor(), now.now()
    with work() as db:
        sheet = village_sheets.verify(db, sheet_id, by=by, at=at)
        place, year = sheet.place, sheet.year
    flash(_("已核对，下一轮筛查按这张表比对"), "success")
    return redirect(url_for(".village", code=place, year=year))


def _year() -> int:
    asked, this = request.args.get("year", 0, int), now.today().year
    return asked if 2000 <= asked <= this else this


def _place(code: str) -> Region:
    with reading() as db:
        return region_desk.own(db, code, who.actor())


def _page(place: Region, year: int, form: VillageSheetForm) -> str:
    form.label()
    by = who.actor()
    with reading() as db:
        sheets = village_sheets.of_village(db, place.code, year)
        declared = figures.declared(db, place.code, year).get(place.code, {})
        found, _more = desk.listed(db, by, Asked(area=place.code, about="village"))
    return render_template(
        "quality/village.html", place=place, year=year, form=form, facts=facts(), kinds=KINDS, found=found,
        stands=next((one for one in sheets if one.verified_at), None), me=by.id, names=NAMES, declared=declared,
        waits=next((one for one in sheets if one.is_waiting), None),
    )  # fmt: skip
