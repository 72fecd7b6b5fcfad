"""The front page of the campaign room: what comes next, who is late, and what is missing."""

from __future__ import annotations

from flask import Blueprint, render_template

from states.roles import Permission
from web.access import Area, access

bp = Blueprint("room", __name__, url_prefix="/room")


@bp.get("")
@access(Permission.READ_ROOM, Area.LIST)
def index() -> str:
    """Name the sections and what each is for."""
    return render_template("room/index.html")
