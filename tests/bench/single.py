"""One case after the other: the engine against the statements by hand, mapped objects, django-fsm-2 and DBOS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing

from tests.bench import django_fsm_side, durable_side, object_side
from tests.bench.dataset import make_cases
from tests.bench.measure import Row, Turn, rounds, timed
from tests.bench.office import ACTORS, NAMES, NOW
from tests.bench.places import Place
from tests.bench.sides import Ours, Side, by_hand
from tests.bench.size import Size

GOALS = {
    "SQLite NORMAL": (3.0, 4.0, 25.0),
    "SQLite FULL": (1.8, None, None),
    "PostgreSQL": (1.1, 2.5, 12.0),
}


def walk(side: Side, case_ids: Sequence[int]) -> float:
    """Take the cases through the whole procedure; answer the seconds for one advance."""

    def all_steps() -> None:
        for name in NAMES:
            for case_id in case_ids:
                side.advance(case_id, name, ACTORS[name], NOW)

    return timed(all_steps, len(NAMES) * len(case_ids))


def measure(place: Place, size: Size) -> Iterator[Row]:
    """Single advances with one client."""
    with ExitStack() as stack:
        sides: dict[str, tuple[Side, int]] = {
            "ours": (stack.enter_context(closing(Ours(place))), size.walks),
            "raw": (stack.enter_context(closing(by_hand(place))), size.walks),
            "objects": (stack.enter_context(closing(object_side.Objects(place))), max(1, size.walks // 6)),
            "fsm": (stack.enter_context(closing(django_fsm_side.Fsm(place))), max(1, size.walks // 6)),
            "dbos": (stack.enter_context(closing(durable_side.Durable(place))), 1),
        }
        db, first = place.connect(), 1
        turns: dict[str, Turn] = {}
        for name, (side, n) in sides.items():
            cases = make_cases(db, first, n * (size.rounds + 1))
            first += len(cases)
            lots = iter([cases[i : i + n] for i in range(0, len(cases), n)])
            walk(side, next(lots))  # warm
            turns[name] = lambda side=side, lots=lots: walk(side, next(lots))  # type: ignore[misc]
        db.dispose()
        taken = rounds(turns, size.rounds)
    against_raw, against_fsm, against_dbos = GOALS[place.kind]
    rate = f"{1 / taken.middle('ours'):,.0f}/s; by hand {1 / taken.middle('raw'):,.0f}/s"
    yield Row(
        "single advance / the same statements by hand", place.kind, taken.ratios("ours", "raw"), against_raw, note=rate
    )
    yield Row("  mapped objects / by hand", place.kind, taken.ratios("objects", "raw"))
    yield Row("  django-fsm-2 + Django ORM / by hand", place.kind, taken.ratios("fsm", "raw"))
    yield Row("  DBOS workflow of two steps / by hand", place.kind, taken.ratios("dbos", "raw"))
    yield Row("  django-fsm-2 / single advance", place.kind, taken.ratios("fsm", "ours"), against_fsm, True)
    yield Row("  DBOS workflow / single advance", place.kind, taken.ratios("dbos", "ours"), against_dbos, True)
