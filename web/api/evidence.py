"""Recording evidence for cases, with its files."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Response
from pydantic import Field

from states import case_list
from states.evidence.record import KINDS, record
from states.roles import Permission
from states.uploads import Upload, keep
from web import now, tools, who
from web.access import Area, access
from web.api import repeated
from web.api.answers import Answer, answer
from web.api.blueprint import bp
from web.api.shapes import NAME, Base64, Body, CaseId, CasePath, Day, Keyed
from web.database import reading, work

Kind = Annotated[str, Field(pattern=NAME, json_schema_extra={"enum": [*sorted(KINDS)]})]


class File(Body):
    """A photo or a scan."""

    name: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f/\\]+$")
    content: Base64


class NewEvidence(Body):
    """One fact: its kind, the day it happened, its content by the kind's own shape.

    `also` are further cases that the same fact speaks for: one meeting serves forty households.
    """

    kind: Kind
    happened_on: Day
    content: dict[str, Any]
    also: list[CaseId] = Field(default=[], max_length=500)
    late: bool = False
    files: list[File] = Field(default=[], max_length=20)


class Recorded(Answer):
    """The evidence that was recorded, and the digest of all it says."""

    evidence_id: int
    digest: str


@bp.post("/cases/<int:case_id>/evidence", responses={201: Recorded})
@access(Permission.RECORD_EVIDENCE, Area.RECORD)
def add(path: CasePath, header: Keyed, body: NewEvidence) -> Response:
    """Record evidence for a case, or for several at once."""
    by, at, ids = who.actor(), now.now(), [path.case_id, *body.also]
    with reading() as db:
        for case_id in ids:
            case_list.find(db, case_id, by)
    files = keep(tools.store(), [Upload(one.name, one.content) for one in body.files])  # slow: nobody waits for it
    with work() as db:

        def act() -> dict[str, Any]:
            told = {"happened_on": body.happened_on, "files": files, "late": body.late}
            made = record(db, body.kind, body.content, ids, by=by, at=at, **told)  # type: ignore[arg-type]
            return {"evidence_id": made.id, "digest": made.digest}

        return answer(Recorded(**repeated.once(db, header.key, act)), 201)
