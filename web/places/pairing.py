"""A household's helper, and how the household lives: shown together, entered apart."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from engine.guards import Blocker
from states import case_file, openings
from states.households import Household
from states.places import pairings, situations
from states.places.situations import DIFFICULTIES, GUARANTEES
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.forms import Form
from web.places.blueprint import homes as bp
from web.places.forms import EndForm, PairForm, SituationForm


@bp.get("/<int:case_id>/facts")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def facts(case_id: int) -> str:
    """Show who helps a household and how it lives; the opening is logged."""
    with work() as db:
        household = case_file.household(db, case_id, who.actor())
        openings.note(db, who.signed_in().id, f"household:{household.id}", now.wall())
    return page(case_id)


@bp.post("/<int:case_id>/pair")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def pair(case_id: int) -> Response | tuple[str, int]:
    """Pair a household with a helper, or replace the one it has."""
    form, by, at, household = PairForm(), who.actor(), now.now(), found(case_id)
    if form.validate_on_submit():
        told = form.helper(), form.from_on.data, by, at, form.reason.data or ""
        try:
            with work() as db:
                only_once.carry_out(db, lambda: {"id": pairings.pair(db, household, *told).id})
            flash(_("结对已登记"), "success")
            return redirect(url_for(".facts", case_id=case_id))
        except BadInput as error:
            form.put(error)
    return page(case_id, form), 422


@bp.post("/<int:case_id>/unpair")
@access(Permission.EDIT_HOUSEHOLD, Area.RECORD)
def unpair(case_id: int) -> Response | tuple[str, int]:
    """End the pairing of a household."""
    form, by, at, household = EndForm(), who.actor(), now.now(), found(case_id)
    if form.validate_on_submit():
        told = form.until_on.data, form.reason.data, by, at
        try:
            with work() as db:
                only_once.carry_out(db, lambda: pairings.end(db, household, *told))
            flash(_("结对已结束"), "success")
            return redirect(url_for(".facts", case_id=case_id))
        except BadInput as error:
            form.put(error)
    return page(case_id, form), 422


def found(case_id: int) -> Household:
    """The household in the actor's area."""
    with reading() as db:
        return case_file.household(db, case_id, who.actor())


def page(case_id: int, sent: Form | None = None, blockers: tuple[Blocker, ...] = ()) -> str:
    """The page with the form that was sent on it, and the others blank."""
    today = now.today()
    blank: list[Form] = [
        PairForm(formdata=None, from_on=today),
        EndForm(formdata=None, until_on=today),
        SituationForm(formdata=None, as_of_on=today),
    ]
    pair_form, end_form, situation_form = (sent if type(sent) is type(one) else one for one in blank)
    with reading() as db:
        household = case_file.household(db, case_id, who.actor())
        helpers = pairings.history(db, household.id)
        records = situations.history(db, household.id)
    return render_template(
        "places/facts.html", household=household, case_id=case_id, helpers=helpers, records=records,
        pair_form=pair_form, end_form=end_form, situation_form=situation_form, guarantees=GUARANTEES,
        difficulties=DIFFICULTIES, present=next((one for one in helpers if one.until_on is None), None),
        blockers_=blockers,
    )  # fmt: skip
