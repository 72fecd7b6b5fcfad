"""The scan for stuck cases when a service starts: one line in the log, with numbers and codes and nobody's name."""

from __future__ import annotations

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from engine.db import reading
from states.book import open_book
from states.wordings import orphans

log = structlog.get_logger()


def look(db: Engine) -> list[orphans.Orphans]:
    """Scan and log what was found; a database that does not answer stops no start."""
    try:
        with reading(db) as session:
            found = orphans.scan(session, open_book())
    except SQLAlchemyError as error:
        log.warning("orphans", failed=type(error).__name__)
        return []
    wrong = orphans.wrong(found)
    say = log.warning if wrong else log.info
    say("orphans", wrong=_all(wrong), warned=_all(found) - _all(wrong), codes=sorted({one.code for one in found}))
    return found


def _all(found: list[orphans.Orphans]) -> int:
    return sum(one.cases for one in found)
