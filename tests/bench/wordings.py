"""Another wording while many cases run: trying it out, previewing the migration, and carrying every case over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from engine.db import reading, work
from states.wordings import migrating, orphans, trial
from states.wordings.migrating import Asked
from states.wordings.summary import Summary
from states.wordings.trial import Tally, Tried
from tests.bdd.people import HEPING
from tests.bench.measure import Row, timed
from tests.bench.places import Place
from tests.bench.size import Size
from tests.states.wording import AT, CHIEF, furnish, in_force, small

NEW = "look ask+visit talk list check+visit settle"


def measure(place: Place, size: Size) -> Iterator[Row]:
    """Cases a second of each, on cases in five stages of the old wording; the numbers of both must be the same."""
    db, n = place.connect(), size.bulk
    book, old, _cases = furnish(db, n)
    new, at, tally, summary = in_force(db, small(NEW), AT, "heping-2021"), AT + timedelta(hours=1), Tally(), Summary()
    asked = Asked(old, new)

    def tried() -> None:
        with reading(db) as session:
            for _lot in trial.lines(session, book, Tried({"heping-2021": new}), CHIEF, at, tally):
                pass

    def previewed() -> None:
        with reading(db) as session:
            for lot in migrating.preview(session, book, asked, CHIEF, at):
                summary.add(lot)

    def carried_over() -> None:
        done = migrating.migrate(lambda: work(db), book, asked, by=CHIEF, at=at)
        assert done.summary.told() == summary.told()

    def looked_through() -> None:
        with reading(db) as session:
            assert not orphans.wrong(orphans.scan(session, book, HEPING))

    acts = {"tried out": tried, "previewed": previewed, "carried over": carried_over, "looked through": looked_through}
    for what, act in acts.items():
        yield Row(f"{n:,} running cases {what}", place.kind, [timed(act)], unit=" s")
    db.dispose()
