"""A department's answers: clear or hit for one household, clear for many at once."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from engine.errors import BadInput, Problem
from engine.words import N_
from states import joint_review, regions
from states.joint_review import Asked
from states.roles import Permission
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.department.blueprint import bp
from web.department.desk import name, opened
from web.forms import Form, at_most, required

RESULTS = [SelectChoice("clear", _l("未命中")), SelectChoice("hit", _l("命中"))]


class AnswerForm(Form):
    """What the comparison found."""

    result = RadioField(_l("比对结果"), [required()], choices=RESULTS)
    item = StringField(_l("命中项目"), [at_most(60)], description=_l("命中时必填，如“名下有小汽车”"))
    detail = TextAreaField(_l("具体情况"), [at_most(1000)])
    on = DateField(_l("比对日期"), [required()])


@bp.get("/<int:case_id>")
@access(Permission.ANSWER_DEPARTMENT, Area.RECORD, logs_opening=True)
def show(case_id: int) -> str:
    """Show one household with its people, and note that it was looked at."""
    with work() as db:
        one = joint_review.one(db, tools.book(), case_id, who.actor())
        opened(db, one)
    return _page(one, AnswerForm(on=now.today()))


@bp.post("/<int:case_id>")
@access(Permission.ANSWER_DEPARTMENT, Area.RECORD)
def answer(case_id: int) -> Response | tuple[str, int]:
    """Record the answer for one household."""
    form, by = AnswerForm(), who.actor()
    hit, valid = form.result.data == "hit", form.validate_on_submit()
    if hit and not (form.item.data or "").strip():
        form.item.errors, valid = [_("命中的请写明项目")], False
    if valid:
        told = {"hit": hit, "item": (form.item.data or "").strip() if hit else "", "detail": form.detail.data or ""}
        try:
            with work() as db:
                only_once.carry_out(db, lambda: _record(db, [case_id], on=form.on.data, **told))
            flash(_("已答复"), "success")
            return redirect(url_for(".index"))
        except BadInput as error:
            form.put(beside(error))
    with reading() as db:
        one = joint_review.one(db, tools.book(), case_id, by)
    return _page(one, form), 422


@bp.post("/clear")
@access(Permission.ANSWER_DEPARTMENT, Area.LIST)
def clear() -> str | Response:
    """Record that nothing was found for the ticked households; asks once more before."""
    ids = sorted({int(one) for one in request.form.getlist("case") if one.isdecimal()})
    if not ids:
        raise BadInput(Problem("case", N_("请先勾选农户")))
    if request.form.get("sure") != "yes":
        with reading() as db:
            found = joint_review.asked(db, tools.book(), who.actor(), people=False, only=ids)
        return render_template("department/clear.html", found=found, department=name())
    with work() as db:
        told = only_once.carry_out(db, lambda: _record(db, ids, on=now.today()))
    flash(_("已答复%(n)s户：未命中", n=told["count"]), "success")
    return redirect(url_for(".index"))


def _record(
    db: Session, ids: list[int], *, on: date, hit: bool = False, item: str = "", detail: str = ""
) -> dict[str, int]:
    by, at = who.actor(), now.now()
    count = joint_review.answer(db, tools.book(), ids, by, at, on=on, hit=hit, item=item, detail=detail)
    return {"count": count}


def _page(one: Asked, form: AnswerForm) -> str:
    with reading() as db:
        place = regions.full_name(db, one.village, above=one.village[:6])
    return render_template("department/show.html", one=one, form=form, place=place, department=name())


def beside(error: BadInput) -> BadInput:
    """The same problems beside the fields of this form."""
    return BadInput(*(Problem("on" if p.where == "happened_on" else p.where, p.reason) for p in error.problems))
