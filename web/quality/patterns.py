"""Corrections that look like made for the rule's sake, and samples to be looked at on site."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states import regions
from states.quality import desk, patterns
from states.quality.desk import Asked
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.quality.blueprint import bp
from web.quality.forms import DrawForm

BACK = timedelta(days=90)


@bp.get("/patterns")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def show_patterns() -> str:
    """List the bursts of corrections without a visit, what went away without proof, and the samples drawn."""
    return _page(DrawForm(formdata=None))


@bp.post("/spot-checks")
@access(Permission.WAIVE_FINDING, Area.LIST)
def draw() -> Response | tuple[str, int]:
    """Draw a sample; the seed is kept with it."""
    form, by, at = DrawForm(), who.actor(), now.now()
    if form.validate_on_submit():
        size, seed = form.size.data, secrets.randbelow(1_000_000)
        try:
            with work() as db:
                only_once.carry_out(db, lambda: {"check": patterns.draw(db, by.area, size, seed, by=by, at=at).id})
            flash(_("已抽取，请入户核实"), "success")
            return redirect(url_for(".show_patterns"))
        except BadInput as error:
            form.put(error)
    return _page(form), 422


def _page(form: DrawForm) -> str:
    by = who.actor()
    with reading() as db:
        bursts = patterns.suspicious(db, by, now.now() - BACK)
        unproved, _more = desk.listed(db, by, Asked(unproved=True))
        checks = patterns.checks(db, by)
        places = regions.names(db, {check.area for check in checks})
    return render_template(
        "quality/patterns.html", bursts=bursts, unproved=unproved, checks=checks, places=places, form=form
    )
