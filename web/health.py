"""Whether the service can do its work, for a supervisor that asks every few seconds."""

from __future__ import annotations

from flask import Blueprint, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from web.access import Anyone, access
from web.database import reading

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@access(Anyone.PUBLIC)
def check() -> Response:
    """`ok`, or 503 when the database does not answer."""
    try:
        with reading() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return Response("database\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
