"""The practice clock of a training instance."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, Problem
from engine.words import N_
from states import instance
from states.roles import Permission
from web import now
from web.access import access
from web.database import work
from web.safe import back_to
from web.words import day

bp = Blueprint("practice", __name__)


@bp.post("/practice-date")
@access(Permission.SET_PRACTICE_DATE)
def change() -> Response:
    """Move the practice clock forward."""
    try:
        wanted = date.fromisoformat(request.form.get("date", ""))
    except ValueError as error:
        raise BadInput(Problem("date", N_("请选择日期"))) from error
    with work() as db:
        instance.set_practice_date(db, wanted, now.wall())
    flash(_("练习日期已调到%(day)s", day=day(wanted)), "success")
    return redirect(back_to(request.form.get("next")))
