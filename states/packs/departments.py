"""The departments that may answer: those every place has, and those that plans name for themselves."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from states.evidence.reviews import DEPARTMENTS
from states.packs.store import StoredPack


def departments(session: Session) -> dict[str, str]:
    """The names of departments by code; a code that every place has keeps its own name.

    Cases may still run under a wording that was replaced, so what it named keeps its name too.
    """
    own: dict[str, str] = {}
    for merged in session.scalars(select(StoredPack.merged).order_by(StoredPack.added_at, StoredPack.digest)):
        own |= json.loads(merged).get("departments", {})
    return own | DEPARTMENTS
