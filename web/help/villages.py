"""Help that goes to whole villages, and its effect: the list of an area's year, and the form of one measure."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from engine.errors import BadInput
from states import region_desk, regions
from states.help import village_measures
from states.help.kinds import edition
from states.help.village_measures import Carried
from states.regions import Region
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.entry import choices, money
from web.forms import Form, at_most, required
from web.help import asked
from web.help.blueprint import bp


class VillageMeasureForm(Form):
    """A measure of a village."""

    kind = SelectField(_l("帮扶种类"), [required()])
    title = StringField(_l("做了什么"), [required(), at_most(120)])
    carried_on = DateField(_l("实施日期"), [InputRequired(_l("请填写"))])
    households = IntegerField(_l("受益户数"), [InputRequired(_l("请填写整数"))])
    amount = money(_l("金额（元）"), _l("没有资金的留空"))
    effect = TextAreaField(_l("成效"), [required(), at_most(2000)])
    reason = TextAreaField(_l("更正的原因"), [at_most(500)])

    def offer(self, place: str, on: date, *, corrects: bool) -> None:
        """Offer the kinds of help that are counted there; a reason is asked only for a correction."""
        known = edition(place, on).kinds
        self.kind.choices = choices({code: kind.label for code, kind in known.items()})
        if not corrects:
            del self.reason

    def told(self) -> Carried:
        """What was entered."""
        return Carried(
            self.kind.data, self.title.data, self.carried_on.data, self.households.data, self.effect.data,
            self.amount.data,
        )  # fmt: skip


@bp.get("/villages")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def villages() -> str:
    """List the measures of an area's villages in a year."""
    by, area, year = who.actor(), asked.area(), request.args.get("year", now.today().year, int)
    with reading() as db:
        found = village_measures.standing(db, by, area[:12], year)
        parts = regions.below(db, by.area[:12], "village")
        names = {one.code: one.name for one in parts}
    here = next((one for one in parts if one.code == area[:12]), parts[0] if len(parts) == 1 else None)
    return render_template(
        "help/villages.html", found=found, parts=parts, names=names, area=area, year=year, village=here,
        years=range(now.today().year, now.today().year - 5, -1),
    )  # fmt: skip


@bp.get("/villages/<code>")
@access(Permission.ENTER_HELP, Area.RECORD)
def ask_village(code: str) -> str:
    """Ask for a measure of a village, or show the one to correct."""
    old = request.args.get("old", 0, int)
    with reading() as db:
        village = region_desk.own(db, code, who.actor())
        before = village_measures.find(db, old, who.actor()) if old else None
    form = VillageMeasureForm(formdata=None, obj=before, carried_on=before.carried_on if before else now.today())
    form.offer(code, now.today(), corrects=bool(old))
    if old:
        form.reason.data = ""
    return _page(village, form)


@bp.post("/villages/<code>")
@access(Permission.ENTER_HELP, Area.RECORD)
def enter_village(code: str) -> Response | tuple[str, int]:
    """Record a measure of a village, or correct one."""
    old, by, at = request.args.get("old", 0, int), who.actor(), now.now()
    with reading() as db:
        village = region_desk.own(db, code, by)
    form = VillageMeasureForm()
    form.offer(code, now.today(), corrects=bool(old))
    if form.validate_on_submit():
        reason = form.reason.data or "" if old else ""
        try:
            with work() as db:
                only_once.carry_out(
                    db,
                    lambda: {
                        "id": village_measures.record(db, village, form.told(), by, at, old=old, reason=reason).id
                    },
                )
            flash(_("已保存"), "success")
            return redirect(url_for(".villages", area=code, year=form.carried_on.data.year))
        except BadInput as error:
            form.put(error)
    return _page(village, form), 422


def _page(village: Region, form: VillageMeasureForm) -> str:
    return render_template("help/village_measure.html", village=village, form=form, action=request.full_path)
