"""The criteria of a department: which households wait for its word, answered one by one or found met together."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import DateField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states import criteria_desk, regions
from states.evidence.criteria import ASKS
from states.joint_review import PAGE, Asked
from states.policies import Criterion
from states.roles import Permission
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.department.answering import beside
from web.department.blueprint import bp
from web.department.desk import after, name, opened
from web.forms import Form, at_most, required
from web.words import term

RESULTS = [SelectChoice("met", _l("达标")), SelectChoice("failed", _l("不达标"))]


class Ticked(SelectMultipleField):  # type: ignore[misc]  # WTForms brings no types
    """Several of a few, each with its own box."""

    widget, option_widget = ListWidget(prefix_label=False), CheckboxInput()


class ReviewForm(Form):
    """What the department found."""

    result = RadioField(_l("复核结果"), [required()], choices=RESULTS)
    asks = Ticked(_l("核实为是的"), [Optional()])
    remarks = TextAreaField(_l("具体情况"), [at_most(1000)], description=_l("不达标的必填"))
    on = DateField(_l("复核日期"), [required()])

    def offer(self, criterion: Criterion) -> None:
        """Offer the further facts that the criterion asks for."""
        self.asks.choices = [SelectChoice(code, term(ASKS[code])) for code in criterion.asks]


@bp.get("/criteria")
@access(Permission.ANSWER_DEPARTMENT, Area.LIST)
def criteria() -> str:
    """List the department's criteria with how many households wait for each."""
    with reading() as db:
        found = criteria_desk.owned(db, tools.book(), who.actor())
    return render_template("department/criteria.html", found=found, department=name())


@bp.get("/criteria/<code>")
@access(Permission.ANSWER_DEPARTMENT, Area.RECORD)
def criterion(code: str) -> str:
    """List the households that wait for the department's word on a criterion, and its last words."""
    by, book = who.actor(), tools.book()
    with reading() as db:
        about = criteria_desk.criterion_of(db, book, code, by)
        found = criteria_desk.asked(db, book, code, by, after=after())
        failed = criteria_desk.wanting(db, code, [one.case_id for one in found], by)
        done = criteria_desk.reviewed(db, code, by)
        places = regions.names(db, {one.village for one in found})
    last = found[-1] if len(found) == PAGE else None
    return render_template(
        "department/criterion.html", about=about, code=code, found=found, failed=failed, done=done, places=places,
        department=name(), more=f"{last.opened_at.isoformat()}_{last.case_id}" if last else "",
    )  # fmt: skip


@bp.get("/criteria/<code>/<int:case_id>")
@access(Permission.ANSWER_DEPARTMENT, Area.RECORD, logs_opening=True)
def ask_review(code: str, case_id: int) -> str:
    """Show one household with its people, and note that it was looked at."""
    with work() as db:
        about, one = _one(db, code, case_id)
        opened(db, one)
    return _page(about, code, one, ReviewForm(on=now.today()))


@bp.post("/criteria/<code>/<int:case_id>")
@access(Permission.ANSWER_DEPARTMENT, Area.RECORD)
def review(code: str, case_id: int) -> Response | tuple[str, int]:
    """Record the word on one household."""
    with reading() as db:
        about, one = _one(db, code, case_id)
    form = ReviewForm()
    form.offer(about)
    met, valid = form.result.data == "met", form.validate_on_submit()
    if not met and form.result.data and not (form.remarks.data or "").strip():
        form.remarks.errors, valid = [_("不达标的请写明具体情况")], False
    if valid:
        told = {"met": met, "asks": form.asks.data or [], "remarks": form.remarks.data or ""}
        try:
            with work() as db:
                only_once.carry_out(db, lambda: _record(db, code, [case_id], on=form.on.data, **told))
            flash(_("已答复"), "success")
            return redirect(url_for(".criterion", code=code))
        except BadInput as error:
            form.put(beside(error))
    return _page(about, code, one, form), 422


@bp.post("/criteria/<code>/met")
@access(Permission.ANSWER_DEPARTMENT, Area.RECORD)
def found_met(code: str) -> str | Response:
    """Record that the ticked households meet it, with all that it asks for; asks once more before."""
    ids = sorted({int(one) for one in request.form.getlist("case") if one.isdecimal() and len(one) < 16})
    with reading() as db:
        about = criteria_desk.criterion_of(db, tools.book(), code, who.actor())
        if not ids:
            raise BadInput(Problem("case", N_("请先勾选农户")))
        found = criteria_desk.asked(db, tools.book(), code, who.actor(), only=ids)
    if request.form.get("sure") != "yes":
        asks = [ASKS[one] for one in about.asks]
        return render_template("department/met.html", found=found, about=about, code=code, asks=asks, department=name())
    with work() as db:
        told = only_once.carry_out(db, lambda: _record(db, code, ids, on=now.today(), met=True, asks=list(about.asks)))
    flash(_("已答复%(n)s户：达标", n=told["count"]), "success")
    return redirect(url_for(".criterion", code=code))


def _record(
    db: Session, code: str, ids: list[int], *, on: date, met: bool, asks: list[str], remarks: str = ""
) -> dict[str, int]:
    by, at = who.actor(), now.now()
    told = {"on": on, "met": met, "asks": asks, "remarks": remarks}
    return {"count": criteria_desk.answer(db, tools.book(), code, ids, by, at, **told)}  # type: ignore[arg-type]


def _one(db: Session, code: str, case_id: int) -> tuple[Criterion, Asked]:
    by, book = who.actor(), tools.book()
    for one in criteria_desk.asked(db, book, code, by, people=True, only=[case_id]):
        return criteria_desk.criterion_of(db, book, code, by), one
    raise NotFound("case", case_id)


def _page(about: Criterion, code: str, one: Asked, form: ReviewForm) -> str:
    form.offer(about)
    with reading() as db:
        place = regions.full_name(db, one.village, above=one.village[:6])
    return render_template(
        "department/review.html", about=about, code=code, one=one, form=form, place=place, department=name()
    )
