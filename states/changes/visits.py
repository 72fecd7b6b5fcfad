"""Visits as they stand in households' files: which of them are real, and who signed (TZ25, TZ29)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import false, select
from sqlalchemy.orm import Session

from engine.evidence import Evidence, EvidenceFile, Exhibit

VISITORS = 2


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit: its day, how many went, whether a place or a photo tells of it, who signed, and what was found."""

    evidence_id: int
    happened_on: date
    visitors: int
    traced: bool
    signers: frozenset[str]
    said: dict[str, object]
    scanned: bool

    @property
    def is_real(self) -> bool:
        """Whether two different people went and a place or a photo tells of it."""
        return self.visitors >= VISITORS and self.traced


def visits_of(session: Session, case_ids: Iterable[int]) -> dict[int, list[Seen]]:
    """The standing visits of each household's case, newest first; two statements."""
    query = (
        select(Exhibit.case_id, Exhibit.facts, Evidence.id, Evidence.happened_on, Evidence.body)
        .join(Evidence, Evidence.id == Exhibit.evidence_id)
        .where(Exhibit.kind == "visit", Exhibit.superseded == false(), Exhibit.case_id.in_(set(case_ids)))
        .order_by(Evidence.happened_on.desc(), Evidence.id.desc())
    )
    rows = session.execute(query).all()
    files = select(EvidenceFile.evidence_id).where(EvidenceFile.evidence_id.in_({row.id for row in rows})).distinct()
    scanned = set(session.scalars(files)) if rows else set()
    found: dict[int, list[Seen]] = {}
    for case_id, facts, number, day, body in rows:
        told = json.loads(facts)
        signers = frozenset(told.get("signed_by", ()))
        traced = bool(told.get("traced")) or number in scanned
        seen = Seen(number, day, int(told.get("visitors", 0)), traced, signers, json.loads(body), number in scanned)
        found.setdefault(case_id, []).append(seen)
    return found
