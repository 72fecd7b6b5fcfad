"""What stands for as long as the process serves: read before the first visitor comes, never gone through again.

Packs, mappings and pages are more than half a million objects; each time the collector goes through them all,
somebody waits a quarter of a second for a page.
"""

from __future__ import annotations

import gc

from sqlalchemy import Engine

from engine.db import reading
from states.packs.store import of_digest, present


def settle(db: Engine) -> None:
    """Read the packs in force and let the collector pass over all that is there now."""
    with reading(db) as session:
        for row in present(session):
            of_digest(session, row.digest)
    gc.collect()
    gc.freeze()
