"""Typing a quarter in: for one person or for the household, and for those who earned nothing."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, NotFound
from states.income import entering, sheets
from states.income.sheets import Sheet
from states.roles import Permission
from web import now, once, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.income.blueprint import bp
from web.words import term


@bp.get("/<int:case_id>/enter/<int:quarter>")
@access(Permission.ENTER_INCOME, Area.RECORD)
def ask(case_id: int, quarter: int) -> str:
    """Show the form of a quarter with what has been entered; `person` says for whom."""
    sheet = _sheet(case_id, quarter)
    return _form(sheet, quarter, _person(sheet), {}, {})


@bp.post("/<int:case_id>/enter/<int:quarter>")
@access(Permission.ENTER_INCOME, Area.RECORD)
def enter(case_id: int, quarter: int) -> Response | tuple[str, int]:
    """Write down what was filled in; a field left empty changes nothing."""
    by, at = who.actor(), now.now()
    sheet = _sheet(case_id, quarter)
    person = _person(sheet)
    items = sheet.terms.edition.typed("person" if person else "household")
    try:
        amounts = entering.read_amounts(items, request.form)
        with work() as db:
            done = entering.enter(
                db, case_id, quarter, person, amounts, reason=request.form.get("reason", ""), by=by, at=at,
                key=once.key(),
            )  # fmt: skip
    except BadInput as error:
        problems = {problem.where: term(problem.reason) for problem in error.problems}
        return _form(sheet, quarter, person, dict(request.form), problems), 422
    flash(_("第%(quarter)s季度已保存%(n)s项", quarter=quarter, n=done), "success")
    return redirect(_onwards(case_id, quarter) if "next" in request.form else url_for(".show", case_id=case_id))


@bp.post("/<int:case_id>/nothing/<int:quarter>")
@access(Permission.ENTER_INCOME, Area.RECORD)
def nothing(case_id: int, quarter: int) -> Response:
    """Write down that the ticked people had no income in this quarter."""
    by, at = who.actor(), now.now()
    ticked = [int(one) for one in request.form.getlist("member") if one.isdecimal() and len(one) < 16]
    with work() as db:
        told = only_once.carry_out(
            db, lambda: {"n": entering.enter_nothing(db, case_id, quarter, ticked, by=by, at=at)}
        )
    flash(_("第%(quarter)s季度已登记%(n)s人没有收入", quarter=quarter, n=told["n"]), "success")
    return redirect(url_for(".show", case_id=case_id))


def _onwards(case_id: int, quarter: int) -> str:
    """The form of the next person who lacks this quarter; the household when nobody does."""
    lacking = _sheet(case_id, quarter).lacking(quarter)
    if not lacking:
        return url_for(".show", case_id=case_id)
    return url_for(".ask", case_id=case_id, quarter=quarter, person=lacking[0].member.id)


def _sheet(case_id: int, quarter: int) -> Sheet:
    with reading() as db:
        sheet = sheets.of_household(db, tools.book(), case_id, who.actor(), now.now())
    if quarter not in (1, 2, 3, 4):
        raise NotFound("quarter", quarter)
    return sheet


def _person(sheet: Sheet) -> int | None:
    """For whom: a member of this household, or None for the household as a whole."""
    asked = request.values.get("person", 0, int)
    if asked and asked not in {person.member.id for person in sheet.people}:
        raise NotFound("member", asked)
    return asked or None


def _form(sheet: Sheet, quarter: int, person: int | None, given: dict[str, str], problems: dict[str, str]) -> str:
    there = {item: line for (member, n, item), line in sheet.lines.items() if (member, n) == (person, quarter)}
    lacking = sheet.lacking(quarter)
    return render_template(
        "income/enter.html", sheet=sheet, quarter=sheet.terms.quarter(quarter), earner=person, given=given,
        problems=problems, there=there, items=sheet.terms.edition.typed("person" if person else "household"),
        present=[one for one in sheet.people if quarter in one.quarters],
        lacking=lacking, after=next((one.member for one in lacking if one.member.id != person), None),
    )  # fmt: skip
