"""Putting a list on record, and its problems one by one; a workbook goes through the import of lists."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states.problems import desk, problem_list, taking
from states.problems.desk import Asked
from states.problems.problem_list import Received
from states.problems.taking import Draft
from states.roles import Permission
from web import now, once, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.problems.blueprint import bp
from web.problems.forms import ListForm, ProblemForm


@bp.get("/lists/new")
@access(Permission.IMPORT, Area.LIST)
def ask_list() -> str:
    """Ask what came down."""
    form = _list_form()
    form.received_on.data, form.year.data = now.today(), now.today().year
    return render_template("problems/list_new.html", form=form)


@bp.post("/lists/new")
@access(Permission.IMPORT, Area.LIST)
def add_list() -> Response | tuple[str, int]:
    """Put the list on record."""
    form = _list_form()
    if form.validate_on_submit():
        told = Received(
            form.kind.data, form.document.data, form.year.data, form.issuer.data, form.received_on.data,
            form.rectify_by.data,
        )  # fmt: skip
        try:
            with work() as db:
                one = problem_list.receive(db, told, by=who.actor(), at=now.now(), key=once.key())
            flash(_("清单已登记，请把问题分到责任单位"), "success")
            return redirect(url_for(".show_list", list_id=one.id))
        except BadInput as error:
            form.put(error)
    return render_template("problems/list_new.html", form=form), 422


@bp.get("/lists/<int:list_id>")
@access(Permission.IMPORT, Area.RECORD)
def show_list(list_id: int) -> str:
    """Show a list with its problems, and the form for another one."""
    return _page(list_id, _problem_form())


@bp.post("/lists/<int:list_id>/add")
@access(Permission.IMPORT, Area.RECORD)
def add(list_id: int) -> Response | tuple[str, int]:
    """Put a problem on the list and hand it to a unit."""
    form, by, at = _problem_form(), who.actor(), now.now()
    with reading() as db:
        problem_list.own(db, list_id, by)
    if form.validate_on_submit():
        try:
            with work() as db:
                on_list = problem_list.own(db, list_id, by)
                named = taking.named(db, form.households.data or "", by)
                draft = Draft(form.text.data, form.area.data, form.due_on.data, named)
                only_once.carry_out(db, lambda: {"problem": taking.add_many(db, on_list, [draft], by=by, at=at)[0].id})
            flash(_("问题已分到责任单位，等认领"), "success")
            return redirect(url_for(".show_list", list_id=list_id))
        except BadInput as error:
            form.put(error)
    return _page(list_id, form), 422


def _page(list_id: int, form: ProblemForm) -> str:
    by = who.actor()
    with reading() as db:
        one = problem_list.own(db, list_id, by)
        units = desk.by_unit(db, by, now.today(), Asked(list_id=list_id))
        names = {unit.code: unit.name for unit in taking.offered(db, by, now.today())}
    return render_template("problems/list.html", one=one, form=form, units=units, names=names)


def _list_form() -> ListForm:
    form, by = ListForm(), who.actor()
    with reading() as db:
        form.offer(problem_list.kinds(db, by.area, now.today()))
    return form


def _problem_form() -> ProblemForm:
    form, by = ProblemForm(), who.actor()
    with reading() as db:
        form.offer(taking.offered(db, by, now.today()))
    return form
