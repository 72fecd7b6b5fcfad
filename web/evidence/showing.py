"""Looking at evidence and at its files; every look is logged."""

from __future__ import annotations

import json
from urllib.parse import quote

from flask import Response, render_template

from engine.evidence import files_of
from states import case_file, openings, regions
from states.evidence import shown
from states.evidence.kinds import EvidenceKind
from states.evidence.record import KINDS
from states.evidence.shown import SpokenFor
from states.roles import Permission
from states.scans import linking
from web import now, tools, who
from web.access import Area, access
from web.database import reading, work
from web.evidence.blueprint import bp
from web.evidence.fields import fields_of, with_criteria
from web.evidence.form import paper_name
from web.evidence.reading import given_of
from web.evidence.wording import CHOICES, ITEM_LABELS

PICTURE = "image/jpeg"


@bp.get("/<int:evidence_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def show(evidence_id: int) -> str:
    """Show what was recorded, for the households of the reader's area only."""
    by = who.actor()
    with reading() as db:
        evidence, cases = shown.find(db, evidence_id, by)
        files = files_of(db, [evidence.id]).get(evidence.id, [])
        successor = shown.successor(db, evidence.id)
        beside = linking.beside(db, evidence.id, by)
        places = regions.names(db, {code for one in cases for code in (one.group_code, one.group_code[:12])})
        criteria = case_file.criteria(db, cases[0].case_id)
    with work() as db:
        openings.note(db, who.signed_in().id, f"evidence:{evidence.id}", now.wall())
    kind, given = KINDS[evidence.kind], given_of(KINDS[evidence.kind], json.loads(evidence.body))
    return render_template(
        "evidence/show.html", evidence=evidence, kind=kind, cases=cases, files=files, successor=successor,
        places=places, fields=with_criteria(fields_of(kind), criteria), given=given, items=ITEM_LABELS,
        choices=CHOICES, beside=beside, paper_name=paper_name, may_replace=_may_replace(kind, cases),
    )  # fmt: skip


@bp.get("/<int:evidence_id>/files/<int:position>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def file(evidence_id: int, position: int) -> Response:
    """Hand out a file: pictures to look at, everything else to save; the browser runs nothing of it."""
    with reading() as db:
        found = shown.file(db, evidence_id, position, who.actor())
    data = tools.store().get(found.digest)
    with work() as db:
        openings.note(db, who.signed_in().id, f"evidence:{evidence_id}/{position}", now.wall())
    way = "inline" if found.media_type == PICTURE else "attachment"
    response = Response(data, mimetype=found.media_type)
    ending = ".jpg" if found.media_type == PICTURE else ".pdf"
    name = found.name if found.name.lower().endswith((ending, ".jpeg")) else found.name + ending
    plain = f"evidence-{evidence_id}-{position}{ending}"
    response.headers["Content-Disposition"] = f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _may_replace(kind: EvidenceKind, cases: list[SpokenFor]) -> bool:
    """Whether this person's post could have supplied it, and it still stands for somebody."""
    own_page = kind.name == "department_answer"
    return who.actor().role in kind.by and not own_page and any(not one.superseded for one in cases)
