"""The pages of figures of a whole county: the first view, and what every view after it costs beside its statements.

Every view finds that somebody acted in one of the villages meanwhile, as on any working day.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import Engine, event

from engine.actors import Actor
from engine.cases import open_cases
from engine.db import work
from states import passwords
from states.practice.staff import STAFF
from states.quality.findings import FINDING
from tests.bench.county import COUNTY, TOWNSHIPS, VILLAGES, make_county
from tests.bench.measure import Row, percentile, rounds, timed
from tests.bench.office import NOW
from tests.bench.pages import PASSWORD
from tests.bench.places import Place
from tests.bench.size import Size
from tests.web.client import Visitor
from tests.web.office import furnish
from web import long_lived
from web.app import create_app
from web.settings import Settings

PAGES = {
    "figures of the county": "/figures",
    "figures of a township": f"/figures?area={COUNTY}307",
    "front page of the room": "/room",
}
GOAL = 100
BY = Actor("u1", "刘芳", "county", COUNTY)


class Heard:
    """The reading statements of one request, with what was bound."""

    def __init__(self, db: Engine) -> None:
        self.statements: list[tuple[str, Any]] = []
        self.on = False
        event.listen(db, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if self.on and statement.lstrip().upper().startswith(("SELECT", "WITH")):
            self.statements.append((statement, values))

    def of(self, act: Callable[[], object]) -> list[tuple[str, Any]]:
        """The statements that an act runs."""
        self.statements, self.on = [], True
        act()
        self.on = False
        return self.statements


def measure(place: Place, size: Size) -> Iterator[Row]:
    """In one process, without a server in between."""
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    db, kind = place.connect(), place.kind.removesuffix(" NORMAL")
    furnish(db, passwords.chosen(PASSWORD, "nobody"))
    make_county(db, size.households)
    app = create_app(Settings(data=place.folder, secret_key="k" * 40, sign_ins_per_minute=1000, log_level="ERROR"), db)
    long_lived.settle(db)
    visitor, heard, chance = Visitor(app), Heard(db), random.Random(1)
    visitor.sign_in(next(one.id for one in STAFF if one.role == "county"), PASSWORD)
    for name, address in PAGES.items():
        first = timed(lambda address=address: _look(visitor, address))
        busy: list[float] = []
        taken = _views(db, visitor, address, heard, chance, size, busy)
        views = [one * 1000 for one in taken.seconds["page"]]
        note = f"{size.households:,} households; first view {first * 1000:,.0f} ms, p50 {percentile(views, 0.5):.1f} ms"
        note += f", of the processor p50 {percentile(busy, 0.5):.1f} ms, p95 {percentile(busy, 0.95):.1f} ms"
        yield Row(f"{name}: p95 after the first view", kind, [percentile(views, 0.95)], GOAL, unit=" ms", note=note)
        raw = f"its {len(heard.statements)} statements by hand {taken.middle('raw') * 1000:.1f} ms"
        yield Row("  the page / its statements by hand", kind, taken.ratios("page", "raw"), note=raw)
    db.dispose()


def _look(visitor: Visitor, address: str) -> None:
    shown = visitor.client.get(address)
    assert shown.status_code == 200, shown.status


def _views(db: Engine, visitor: Visitor, address: str, heard: Heard, chance: random.Random, size: Size,
           busy: list[float]) -> Any:  # fmt: skip
    """Views and their statements in turn; `busy` takes what each view asked of the processor, whoever else is about."""
    _act(db, chance)
    statements = heard.of(lambda: _look(visitor, address))

    def page() -> float:
        _act(db, chance)
        begun = time.process_time()
        took = timed(lambda: _look(visitor, address))
        busy.append((time.process_time() - begun) * 1000)
        return took

    def by_hand() -> float:
        with db.connect() as connection:
            cursor = connection.connection.cursor()
            return timed(lambda: [cursor.execute(text, values).fetchall() for text, values in statements])

    return rounds({"page": page, "raw": by_hand}, size.questions)


def _act(db: Engine, chance: random.Random) -> None:
    """A doubt is found in some village."""
    village = f"{COUNTY}{300 + chance.randrange(TOWNSHIPS)}{200 + chance.randrange(VILLAGES)}"
    with work(db) as session:
        open_cases(session, FINDING, [village + "10"], BY, NOW)
