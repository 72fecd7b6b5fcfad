"""The departments that may answer: those every place has, and those that plans name for themselves."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from states.evidence.reviews import DEPARTMENTS
from states.packs.store import StoredPack

_NAMED: dict[str, dict[str, str]] = {}
"""What the wordings that were read name, by digest: a wording never changes."""


def departments(session: Session) -> dict[str, str]:
    """The names of departments by code; a code that every place has keeps its own name.

    Cases may still run under a wording that was replaced, so what it named keeps its name too.
    """
    digests = session.scalars(select(StoredPack.digest).order_by(StoredPack.added_at, StoredPack.digest)).all()
    if unread := [digest for digest in digests if digest not in _NAMED]:
        query = select(StoredPack.digest, StoredPack.merged).where(StoredPack.digest.in_(unread))
        _NAMED.update({digest: json.loads(merged).get("departments", {}) for digest, merged in session.execute(query)})
    own: dict[str, str] = {}
    for digest in digests:
        own |= _NAMED[digest]
    return own | DEPARTMENTS
