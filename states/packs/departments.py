"""The departments that may answer: those every place has, and those that the plans in force name for themselves."""

from __future__ import annotations

import json

from sqlalchemy.orm import Session

from states.evidence.reviews import DEPARTMENTS
from states.packs.known import stored


def departments(session: Session) -> dict[str, str]:
    """The names of departments by code; a code that every place has keeps its own name."""
    own: dict[str, str] = {}
    for row in stored(session).values():
        own |= json.loads(row.merged).get("departments", {})
    return own | DEPARTMENTS
