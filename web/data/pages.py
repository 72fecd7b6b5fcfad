"""The front page of the data desk: what a year's round of data goes through, in order."""

from __future__ import annotations

from flask import Blueprint, render_template

from states.roles import Permission
from web.access import Area, access

bp = Blueprint("data", __name__, url_prefix="/data")


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.NONE)
def index() -> str:
    """Name the sections and what each is for."""
    return render_template("data/index.html")
