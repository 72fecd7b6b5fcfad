"""The public board, under one address, for everybody: no login, nothing for search engines, nothing kept by the way."""

from __future__ import annotations

import hashlib
import re

from flask import Blueprint, Response, request

bp = Blueprint("board", __name__, url_prefix="/board")


TOKEN = re.compile(rb'name="csrf_token" value="[^"]*"')
READ = frozenset({"board.village", "board.notice", "board.copy"})
"""What is only read: asked for again, an unchanged page is answered without its text."""


@bp.after_request
def dress(response: Response) -> Response:
    """Keep search engines out; let a browser keep a page of the board only if it asks again each time."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    looked_at = request.method in ("GET", "HEAD") and response.status_code == 200
    response.headers["Cache-Control"] = "private, no-cache" if looked_at else "no-store"
    if looked_at and request.endpoint in READ:
        said = TOKEN.sub(b"", response.get_data())  # the token of the form for the language is another each time
        response.set_etag(hashlib.sha256(said).hexdigest()[:32], weak=True)
        response.make_conditional(request)
    return response
