"""A durable workflow of two steps with DBOS: one reads and asks the guards, the other writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dbos import DBOS
from sqlalchemy import Engine, create_engine, event

from engine.actors import Actor
from tests.bench import raw
from tests.bench.places import Place
from tests.bench.sides import by_hand


def _engine(url: str, full: bool) -> Engine:
    engine = create_engine(url)
    if url.startswith("sqlite"):  # the same care for the disk as the others; the rest is left to DBOS

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: object) -> None:
            for pragma in ("journal_mode=WAL", f"synchronous={'FULL' if full else 'NORMAL'}", "busy_timeout=30000"):
                connection.execute(f"PRAGMA {pragma}")

    return engine


class Durable:
    """Each advance is one workflow; the steps use the statements by hand, so that only DBOS is weighed."""

    def __init__(self, place: Place) -> None:
        self._hand = by_hand(place)
        system = f"sqlite:///{place.folder / 'dbos.sqlite'}" if place.is_sqlite else place.url
        self._system = _engine(system, place.full)
        self._dbos = DBOS(
            config={
                "name": "bench",
                "system_database_engine": self._system,
                "system_database_url": system,
                "application_version": "bench",
                "run_admin_server": False,
                "log_level": "ERROR",
            }
        )
        hand: Any = self._hand

        @DBOS.step(name="ask")
        def ask(case_id: int, step: str, by: dict[str, str], when: str) -> list[Any]:
            plan = hand.plan(case_id, step, Actor(**by), when)
            return [getattr(plan, name) for name in raw.Plan.__slots__]

        @DBOS.step(name="write")
        def write(plan: list[Any], step: str, by: dict[str, str], when: str) -> None:
            hand.keep(raw.Plan(*plan), step, Actor(**by), when)

        @DBOS.workflow(name="advance")
        def advance(case_id: int, step: str, by: dict[str, str], when: str) -> None:
            write(ask(case_id, step, by, when), step, by, when)

        self._advance = advance
        DBOS.launch()

    def advance(self, case_id: int, step: str, by: Actor, at: datetime) -> None:
        """Run the workflow to its end."""
        who = {"id": by.id, "name": by.name, "role": by.role, "area": by.area}
        self._advance(case_id, step, who, raw.stamped(at))

    def advance_many(self, case_ids: Sequence[int], step: str, by: Actor, at: datetime) -> None:
        """One after the other: a workflow is one case's."""
        for case_id in case_ids:
            self.advance(case_id, step, by, at)

    def close(self) -> None:
        """Stop its threads."""
        DBOS.destroy(destroy_registry=True)
        self._system.dispose()
        self._hand.close()
