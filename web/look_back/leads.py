"""A lead about a household: who named it and what was said, so that it is looked at (XZ21)."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import SelectField, TextAreaField

from engine.errors import BadInput
from states import case_file
from states.households import Household
from states.look_back import proposing
from states.look_back.check_lines import ADJUSTMENT, LEADS
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.forms import Form, at_most, required
from web.look_back.blueprint import bp
from web.words import term


class LeadForm(Form):
    """Where the lead comes from and what it says."""

    source = SelectField(_l("线索来源"), [required()])
    what = TextAreaField(_l("反映的情况"), [required(), at_most(500)])


@bp.get("/household/<int:case_id>/lead")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def ask_lead(case_id: int) -> str:
    """Ask for the lead."""
    return _page(_home(case_id), _form())


@bp.post("/household/<int:case_id>/lead")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def lead(case_id: int) -> Response | tuple[str, int]:
    """Put the household on the adjustment list."""
    home, form, by, at = _home(case_id), _form(), who.actor(), now.now()
    if form.validate_on_submit():
        told = form.source.data, form.what.data
        try:
            with work() as db:
                mine = case_file.household(db, case_id, by)
                only_once.carry_out(db, lambda: {"line": proposing.add_lead(db, mine, *told, by=by, at=at).id})
            flash(_("已列入动态核查名单"), "success")
            return redirect(url_for(".lists", list=ADJUSTMENT))
        except BadInput as error:
            form.put(error)
    return _page(home, form), 422


def _home(case_id: int) -> Household:
    with reading() as db:
        return case_file.household(db, case_id, who.actor())


def _form() -> LeadForm:
    form = LeadForm()
    form.source.choices = [(code, term(label)) for code, label in LEADS.items()]
    return form


def _page(home: Household, form: LeadForm) -> str:
    return render_template("look_back/lead.html", home=home, form=form)
