"""The front door: straight to the first thing this person works with."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from web.access import Anyone, access
from web.navigation import menu

bp = Blueprint("home", __name__)


@bp.get("/")
@access(Anyone.SIGNED_IN)
def index() -> Response:
    """Go to the first entry of the person's menu."""
    entries = menu()
    return redirect(url_for(entries[0].endpoint if entries else "account.index"))
