"""The quarterly check of many households at once: who can be checked, the answers, and who was held and why."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import DateField, TextAreaField

from engine.errors import BadInput
from engine.guards import Blocker
from states import case_list
from states.help import checks
from states.help.check_list import checkable
from states.help.checks import Looked
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.entry import YES, yes_no
from web.forms import Form, at_most, required
from web.help import asked
from web.help.blueprint import bp


class CheckForm(Form):
    """What the check found; the same words for all that are ticked."""

    checked_on = DateField(_l("核查日期"), [required()])
    income_stable = yes_no(_l("收入稳定"))
    expenses_controlled = yes_no(_l("刚性支出可控"))
    found = TextAreaField(_l("核查情况"), [required(), at_most(500)])


@bp.get("/checks")
@access(Permission.CHECK_HELP, Area.LIST)
def ask_checks() -> str:
    """List the households whose help is to be checked in a quarter."""
    form = CheckForm()
    form.checked_on.data = now.today()
    return _page(form, {})


@bp.post("/checks")
@access(Permission.CHECK_HELP, Area.LIST)
def check() -> Response | tuple[str, int]:
    """Check those that are ticked; who may not be checked by this person stays, with the reasons."""
    form, by, at, quarter = CheckForm(), who.actor(), now.now(), asked.quarter()
    ticked = [int(text) for text in request.form.getlist("case") if text.isdecimal() and len(text) < 16]
    held: dict[int, tuple[Blocker, ...]] = {}
    if not ticked:
        form.form_errors.append(_("请先勾选要核查的农户"))
    elif form.validate_on_submit():
        looked = Looked(
            form.checked_on.data, form.found.data, form.income_stable.data == YES, form.expenses_controlled.data == YES
        )

        def act() -> dict[str, int]:
            outcome = checks.check_many(db, ticked, quarter, looked, by=by, at=at)
            held.update(outcome.held)
            return {"done": len(outcome.done)}

        try:
            with work() as db:
                done = only_once.carry_out(db, act)["done"]
            if done:
                flash(_("已核查%(n)s户", n=done), "success")
            if not held:
                return redirect(url_for(".ask_checks", quarter=quarter))
        except BadInput as error:
            form.put(error)
    return _page(form, held), 409 if held else 422


def _page(form: CheckForm, held: dict[int, tuple[Blocker, ...]]) -> str:
    by, quarter = who.actor(), asked.quarter()
    with reading() as db:
        rows, more = checkable(db, by, asked.area(), quarter, request.args.get("after", 0, int))
        named = case_list.named(db, sorted(held))
    onward = url_for(".ask_checks", quarter=quarter, after=more) if more else None
    return render_template(
        "help/checks.html", form=form, rows=rows, next=onward, quarter=quarter, quarters=asked.quarters(),
        held=held, named=named,
    )  # fmt: skip
