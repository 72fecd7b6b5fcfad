"""The public board, under one address, for everybody: no login, nothing for search engines, nothing kept by the way."""

from __future__ import annotations

from flask import Blueprint, Response, request

bp = Blueprint("board", __name__, url_prefix="/board")


@bp.after_request
def dress(response: Response) -> Response:
    """Keep search engines out; let a browser keep a page of the board only if it asks again each time."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    looked_at = request.method in ("GET", "HEAD") and response.status_code == 200
    response.headers["Cache-Control"] = "private, no-cache" if looked_at else "no-store"
    return response
