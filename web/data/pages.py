"""The front page of the data desk: what a year's round of data goes through, in order."""

from __future__ import annotations

from flask import Blueprint, render_template

from states.roles import Permission
from web import who
from web.access import Area, access
from web.data.waiting import waiting
from web.database import reading

bp = Blueprint("data", __name__, url_prefix="/data")


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """Name the sections, what each is for, and how much waits there for the person signed in."""
    with reading() as db:
        return render_template("data/index.html", waiting=waiting(db, who.actor()))
