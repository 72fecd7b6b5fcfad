"""The departments that may answer: those of the country, and those that a place's own plan names."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from states.evidence.reviews import DEPARTMENTS
from states.packs.store import StoredPack, of_digest


def titles(session: Session) -> dict[str, str]:
    """The name of each department by its code, the country's first."""
    found: dict[str, str] = {}
    for digest in session.scalars(select(StoredPack.digest).order_by(StoredPack.added_at)).all():
        found |= of_digest(session, digest).file.departments
    return DEPARTMENTS | {code: title for code, title in found.items() if code not in DEPARTMENTS}
