"""The pack kit: the reference of everything that a pack may say, and a form that writes a sound one to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from flask import Response, render_template
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, Regexp

from engine.errors import InvalidDefinition
from engine.words import N_
from states.packs.keys import tables
from states.packs.known import texts
from states.packs.reference import chapters, default_of, markdown, meaning
from states.packs.starter import DECIDERS, Beginning, started
from states.roles import Permission
from web.access import Area, access
from web.database import reading
from web.forms import Form, at_most, required
from web.lab.blueprint import bp

METRICS = {"net": N_("纯收入"), "disposable": N_("可支配收入")}
UNITS = {"workdays": N_("工作日"), "days": N_("自然日")}
COUNTING = {"next-day": N_("张贴次日起算"), "posting-day": N_("张贴当天计入")}


def _one_of(label: Any, words: Mapping[str, str]) -> SelectField:
    return SelectField(label, choices=[SelectChoice(code, _l(word)) for code, word in words.items()])


class BeginForm(Form):
    """The facts of a new plan."""

    id = StringField(
        _l("编号"),
        [required(), Regexp(r"^[a-z0-9][a-z0-9-]{2,40}$", message=_l("编号用小写字母、数字和短横，3到41个字"))],
        description=_l("如 heping-2024"),
    )
    title = StringField(_l("名称"), [required(), at_most(60)])
    document = StringField(_l("公示引用的文件名"), [required(), at_most(100)])
    place = StringField(_l("执行的地区编码"), [required(), Regexp(r"^\d{2,14}$", message=_l("地区编码是2到14位数字"))])
    since = DateField(_l("从哪天起有效"), [required()])
    until = DateField(_l("到哪天止有效"), [required()])
    line = IntegerField(_l("监测底线（元）"), [required(), NumberRange(1, 100000, _l("底线须在1到100000之间"))])
    metric = _one_of(_l("收入口径"), METRICS)
    income_since = DateField(_l("收入从哪天算起"), [Optional()])
    income_until = DateField(_l("收入算到哪天"), [Optional()])
    notice_days = IntegerField(_l("公示多少天"), [required(), NumberRange(1, 90, _l("天数须在1到90之间"))], default=5)
    notice_unit = _one_of(_l("天数单位"), UNITS)
    count = _one_of(_l("公示从哪天起算"), COUNTING)
    decided_by = _one_of(_l("由谁审定"), DECIDERS)

    def beginning(self) -> Beginning:
        """What was filled in."""
        return Beginning(**{name: field.data for name, field in self._fields.items() if name != "csrf_token"})


@bp.get("/reference")
@access(Permission.READ_PACKS, Area.NONE)
def reference() -> str:
    """Show the reference."""
    return render_template(
        "lab/reference.html", tables=tables(), chapters=chapters(), default_of=default_of, meaning=meaning
    )


@bp.get("/reference.md")
@access(Permission.READ_PACKS, Area.NONE)
def reference_file() -> Response:
    """Hand out the reference as Markdown."""
    return Response(markdown(), mimetype="text/markdown")


@bp.get("/begin")
@access(Permission.READ_PACKS, Area.NONE)
def begin() -> str:
    """Ask for the facts of a new plan."""
    return render_template("lab/begin.html", form=BeginForm())


@bp.post("/begin")
@access(Permission.READ_PACKS, Area.NONE)
def write() -> Response | tuple[str, int]:
    """Hand out a sound pack with these facts; nothing is stored."""
    form = BeginForm()
    if form.validate_on_submit() and _in_order(form):
        with reading() as db:
            known = texts(db)
        try:
            text = started(form.beginning(), known)
        except InvalidDefinition as error:
            form.form_errors.extend(problem.reason for problem in error.problems)
        else:
            answer = Response(text, mimetype="application/toml")
            answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(str(form.id.data))}.toml"
            return answer
    return render_template("lab/begin.html", form=form), 422


def _in_order(form: BeginForm) -> bool:
    """Whether the last days lie behind the first ones, which the field is told of otherwise."""
    pairs: tuple[tuple[date | None, date | None, DateField], ...] = (
        (form.since.data, form.until.data, form.until),
        (form.income_since.data, form.income_until.data, form.income_until),
    )
    sound = True
    for first, last, field in pairs:
        if first and last and first > last:
            field.errors = [*field.errors, str(_l("止不能早于起"))]
            sound = False
    return sound
