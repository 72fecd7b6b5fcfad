"""The proof of a problem: photos to look at, scans to save."""

from __future__ import annotations

from flask import Response

from engine.errors import NotFound
from states import openings
from states.problems import desk
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.database import reading, work
from web.papers import as_proof
from web.problems.blueprint import bp


@bp.get("/<int:problem_id>/files/<digest>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def file(problem_id: int, digest: str) -> Response:
    """Hand out one file of a problem; the opening is noted, as people may be seen on it."""
    with reading() as db:
        problem = desk.find(db, problem_id, who.actor()).problem
        found = next((one for _, one in desk.files(db, problem) if one.digest == digest), None)
    if found is None:
        raise NotFound("file", digest)
    with work() as db:
        openings.note(db, who.signed_in().id, f"problem:{problem_id}/{digest[:12]}", now.wall())
    return as_proof(tools.store().get(digest), found.name, found.media_type)
