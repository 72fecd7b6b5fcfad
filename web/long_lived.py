"""What stands for as long as the process serves: read before the first visitor comes, never gone through again.

Packs, mappings and pages are more than half a million objects; each time the collector goes through them all,
somebody waits a quarter of a second for a page.
"""

from __future__ import annotations

import gc
from contextlib import suppress

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from engine.db import reading
from engine.errors import BadInput
from states.packs.store import of_digest, present


def settle(db: Engine) -> None:
    """Read the packs in force and let the collector pass over all that is there now.

    Neither a database that does not answer nor a wording that cannot be read stops a start: `web.stuck` tells of them.
    """
    with suppress(SQLAlchemyError), reading(db) as session:
        for row in present(session):
            with suppress(BadInput):
                of_digest(session, row.digest)
    gc.collect()
    gc.freeze()
