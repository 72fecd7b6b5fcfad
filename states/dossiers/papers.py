"""The evidence of households with its files, and the content from which each piece's digest can be made again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.evidence import Evidence, EvidenceFile, Exhibit, files_of
from states.dossiers.plain import fields
from states.evidence.record import KINDS

OF_EVIDENCE = ("kind", "digest", "happened_on", "recorded_at", "recorded_by", "recorded_by_name", "late", "supersedes")
OF_FILE = ("digest", "name", "media_type", "size", "caption")


def evidence_of(session: Session, case_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """All evidence by case in the order in which it was recorded, with what was superseded; two statements."""
    query = select(Exhibit, Evidence).join(Evidence, Evidence.id == Exhibit.evidence_id)
    rows = session.execute(query.where(Exhibit.case_id.in_(list(case_ids))).order_by(Evidence.id)).all()
    files = files_of(session, [evidence.id for _exhibit, evidence in rows])
    found: dict[int, list[dict[str, Any]]] = {}
    for exhibit, evidence in rows:
        found.setdefault(exhibit.case_id, []).append(_paper(exhibit, evidence, files.get(evidence.id, [])))
    return found


def _paper(exhibit: Exhibit, evidence: Evidence, files: Iterable[EvidenceFile]) -> dict[str, Any]:
    return {
        "evidence": evidence.id,
        "title": KINDS[evidence.kind].title if evidence.kind in KINDS else evidence.kind,
        **fields(evidence, (*OF_EVIDENCE, "reason")),
        **fields(exhibit, ("run_id", "step", "superseded")),
        "facts": json.loads(exhibit.facts),
        "body": json.loads(evidence.body),
        "files": [fields(one, OF_FILE) for one in files],
    }
