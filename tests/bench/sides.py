"""The sides of the scale: the engine as it is called, and the same by hand. Each advances one case or many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from engine.actors import Actor
from engine.advance import advance, advance_many
from engine.db import WritersLock, work
from tests.bench import raw
from tests.bench.office import office
from tests.bench.places import Place


class Side(Protocol):
    """One way of advancing cases."""

    def advance(self, case_id: int, step: str, by: Actor, at: datetime) -> None:
        """Finish one step of one case in a transaction of its own."""

    def advance_many(self, case_ids: Sequence[int], step: str, by: Actor, at: datetime) -> None:
        """Finish one step of many cases in one transaction."""

    def close(self) -> None:
        """Let go of the database."""


class Ours:
    """The engine, called as the web and the shell call it."""

    def __init__(self, place: Place) -> None:
        self.db, self.book = place.connect(), office()

    def advance(self, case_id: int, step: str, by: Actor, at: datetime) -> None:
        """One whole engine call."""
        with work(self.db) as session:
            advance(session, self.book, case_id, step, by=by, at=at)

    def advance_many(self, case_ids: Sequence[int], step: str, by: Actor, at: datetime) -> None:
        """One whole bulk call; nobody may have been held."""
        with work(self.db) as session:
            outcome = advance_many(session, self.book, case_ids, step, by=by, at=at)
        assert len(outcome.moved) == len(case_ids), outcome.held

    def close(self) -> None:
        """Let go of the database."""
        self.db.dispose()


def by_hand(place: Place, *, locked: bool = False) -> raw.Sqlite | raw.Postgres:
    """The raw side; `locked` lets it queue for the SQLite file as the engine does."""
    if not place.is_sqlite:
        return raw.Postgres(place.url)
    lock = WritersLock(place.folder / "raw.lock") if locked else None
    return raw.Sqlite(place.file, place.full, lock)
