"""Many cases in one transaction: the engine against executemany by hand, mapped objects and bulk_update."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing

from tests.bench import django_fsm_side, object_side
from tests.bench.dataset import make_cases
from tests.bench.measure import Row, Turn, rounds, timed
from tests.bench.office import ACTORS, NAMES, NOW
from tests.bench.places import Place
from tests.bench.sides import Ours, Side, by_hand
from tests.bench.size import Size

GOALS = {"SQLite NORMAL": (1.0, 20, 50), "SQLite FULL": (1.0, 20, 50), "PostgreSQL": (0.8, 20, 20)}


def _turn(side: Side, lots: Sequence[Sequence[int]]) -> Turn:
    """Each turn finishes the next step of every lot, one lot to a transaction."""
    names = iter(NAMES)

    def turn() -> float:
        name = next(names)
        return timed(
            lambda: [side.advance_many(lot, name, ACTORS[name], NOW) for lot in lots], sum(len(lot) for lot in lots)
        )

    return turn


def measure(place: Place, size: Size) -> Iterator[Row]:
    """The large lot, one notice's lot of 120, and the others."""
    notice = min(120, size.bulk)
    with ExitStack() as stack:
        ours = stack.enter_context(closing(Ours(place)))
        hand = stack.enter_context(closing(by_hand(place)))
        others: list[tuple[str, Side]] = [
            ("objects", stack.enter_context(closing(object_side.Objects(place)))),
            ("fsm", stack.enter_context(closing(django_fsm_side.Fsm(place)))),
        ]
        db, first = place.connect(), 2_000_000
        turns: dict[str, Turn] = {}
        small: dict[str, Turn] = {}
        for name, side, n in (
            ("ours", ours, size.bulk),
            ("raw", hand, size.bulk),
            *((*o, size.bulk_others) for o in others),
        ):
            turns[name] = _turn(side, [make_cases(db, first, n)])
            first += n
        for name, side in (("ours", ours), ("raw", hand)):
            small[name] = _turn(side, [make_cases(db, first + i * notice, notice) for i in range(5)])
            first += 5 * notice
        db.dispose()
        taken, notices = rounds(turns, len(NAMES)), rounds(small, len(NAMES))
    limit, objects, fsm = GOALS[place.kind]
    took = (
        f"{taken.middle('ours') * size.bulk * 1000:,.0f} ms; by hand {taken.middle('raw') * size.bulk * 1000:,.0f} ms"
    )
    yield Row(f"bulk of {size.bulk:,} / executemany by hand", place.kind, taken.ratios("ours", "raw"), limit, note=took)
    yield Row(f"bulk of {notice} / executemany by hand", place.kind, notices.ratios("ours", "raw"))
    yield Row("  mapped objects / bulk", place.kind, taken.ratios("objects", "ours"), objects, True)
    yield Row("  django-fsm-2 bulk_update / bulk", place.kind, taken.ratios("fsm", "ours"), fsm, True)
