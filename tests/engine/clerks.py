"""What each of two processes does in the test of the two clerks; a module of its own, as a new process imports it."""

from __future__ import annotations

from collections.abc import Sequence
from multiprocessing.synchronize import Barrier
from typing import Any

from engine.actors import Actor
from engine.advance import advance, advance_many
from engine.db import connect, reading, work
from engine.errors import StaleCase
from engine.facts import gather
from tests.engine.office import NOW, office


def one_by_one(url: str, permits: Sequence[int], by: Actor, barrier: Barrier, told: Any) -> None:
    """Finish the step of each permit at the same moment as the other; report won, or who was first and when."""
    db, book = connect(url, full=False), office()
    for permit in permits:
        with reading(db) as session:
            seen = gather(session, book, [permit], by, NOW)[permit].version
        barrier.wait(60)
        try:
            with work(db) as session:
                advance(session, book, permit, "apply", by=by, at=NOW, version=seen)
            told.put((permit, by.name, "won", None))
        except StaleCase as stale:
            told.put((permit, by.name, stale.who, stale.at))
    db.dispose()


def in_bulk(url: str, permits: Sequence[int], by: Actor, barrier: Barrier, told: Any) -> None:
    """Finish the step of all permits in one act, at the same moment as the other and in another order."""
    db, book = connect(url, full=False), office()
    barrier.wait(60)
    with work(db) as session:
        done = advance_many(session, book, permits, "apply", by=by, at=NOW)
    told.put((by.name, len(done.moved), sorted({b.code for why in done.held.values() for b in why})))
    db.dispose()
