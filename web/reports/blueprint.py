"""The pages about reports, under one address."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from web.database import reading
from web.reports import asked

bp = Blueprint("reports", __name__, url_prefix="/reports")
NEED_A_PLACE = tuple(f"reports.{name}" for name in ("draft", "write", "as_paper", "as_editable", "ask_issue"))


@bp.before_request
def somewhere() -> Response | None:
    """Lead back to the front page where there is no place yet to report on."""
    if request.endpoint not in NEED_A_PLACE or request.values.get("area"):
        return None
    with reading() as db:
        return None if asked.places(db) else redirect(url_for("reports.index"))
