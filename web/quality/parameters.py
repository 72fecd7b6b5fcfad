"""The parameters of the rules: what holds here this year, who set it, and setting one from a year on."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from engine.errors import BadInput
from states import regions
from states.quality import site_parameters
from states.quality.rulebook import shipped
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.forms import Form, at_most, required
from web.quality.blueprint import bp


class ParameterForm(Form):
    """A parameter, from which year on, what it is, and on what paper."""

    name = SelectField(_l("参数"), [required()])
    year = IntegerField(_l("从哪一年起"), [required()])
    value = StringField(
        _l("数或日期"), [required(), at_most(20)], description=_l("日期写年-月-日；每年同一天的写月-日，如02-28")
    )
    basis = StringField(_l("依据的文件"), [required(), at_most(300)], description=_l("文件名称或文号"))

    def offer(self) -> None:
        """Offer every parameter."""
        known = shipped().parameters.values()
        self.name.choices = [
            SelectChoice(one.name, f"{one.label}{f'（{one.unit}）' if one.unit else ''}") for one in known
        ]


@bp.get("/parameters")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def parameters() -> str:
    """List the parameters as they hold in the area, and every setting with who made it."""
    form = ParameterForm(formdata=None, year=now.today().year)
    return _page(form)


@bp.post("/parameters")
@access(Permission.SET_PARAMETER, Area.LIST)
def set_parameter() -> Response | tuple[str, int]:
    """Set a parameter of the actor's area."""
    form, by, at = ParameterForm(), who.actor(), now.now()
    form.offer()
    if form.validate_on_submit():
        told = form.name.data, form.year.data, form.value.data, form.basis.data
        try:
            with work() as db:
                only_once.carry_out(
                    db, lambda: {"id": site_parameters.put(db, shipped(), by.area, *told, by=by, at=at).id}
                )
            flash(_("已设定，下一轮筛查起按新的数"), "success")
            return redirect(url_for(".parameters"))
        except BadInput as error:
            form.put(error)
    return _page(form), 422


def _page(form: ParameterForm) -> str:
    form.offer()
    by, book, year = who.actor(), shipped(), now.today().year
    with reading() as db:
        history = site_parameters.history(db, by)
        places = regions.names(db, {one.area for one in history})
    values = site_parameters.values_at(book, reversed(history), by.area, year)
    return render_template(
        "quality/parameters.html", form=form, book=book, values=values, year=year, history=history, places=places
    )
