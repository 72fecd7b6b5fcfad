"""Four processes at once: the engine against the statements by hand, the longest wait, and fairness."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from typing import Any

from tests.bench.dataset import make_cases
from tests.bench.measure import Row
from tests.bench.office import ACTORS, NAMES, NOW
from tests.bench.places import Place
from tests.bench.sides import Ours, Side, by_hand
from tests.bench.size import Size

LIMITS = {"SQLite NORMAL": 3.0, "SQLite FULL": 3.0, "PostgreSQL": 1.2}
MOST = {"SQLite NORMAL": 2000, "SQLite FULL": 1000, "PostgreSQL": 500}
"""Cases that all clients together could take through the procedure in a second, with room."""


def client(place: Place, size: Size, cases: Sequence[int], barrier: Barrier, told: Any) -> None:
    """Turn by turn, first with one side and then with the other, advance as fast as it goes."""
    with closing(Ours(place)) as ours, closing(by_hand(place, locked=True)) as hand:
        work = iter([(case_id, name) for case_id in cases for name in NAMES])
        for side in (ours, hand):
            _as_fast_as_it_goes(side, islice(work, 3 * len(NAMES)), 60)  # warm
        for turn in range(size.turns):
            for name, side in (("ours", ours), ("raw", hand)):
                barrier.wait(120)
                told.put((turn, name, *_as_fast_as_it_goes(side, work, size.seconds)))
                list(islice(work, 20))  # nobody works on: both sides begin with fresh cases
                while True:
                    following = next(work, None)
                    if following is None or following[1] == NAMES[0]:
                        break
                work = _with(following, work)


def _with(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    if first is not None:
        yield first
    yield from rest


def _as_fast_as_it_goes(side: Side, work: Iterator[tuple[int, str]], seconds: float) -> tuple[int, float, float]:
    """How many advances, in how many seconds, and the longest of them."""
    n, longest, begun = 0, 0.0, time.perf_counter()
    before = begun
    for case_id, name in work:
        side.advance(case_id, name, ACTORS[name], NOW)
        now = time.perf_counter()
        n, longest, before = n + 1, max(longest, now - before), now
        if now - begun > seconds:
            break
    return n, before - begun, longest


def measure(place: Place, size: Size) -> Iterator[Row]:
    """The rates of all clients together, turn by turn."""
    context = get_context("spawn")
    barrier, told = context.Barrier(size.clients), context.Queue()
    each = 10 + int(MOST[place.kind] * size.seconds * size.turns * 2 / size.clients) + 4 * size.turns
    db = place.connect()
    lots = [make_cases(db, 1 + number * each, each) for number in range(size.clients)]
    db.dispose()
    processes = [context.Process(target=client, args=(place, size, lot, barrier, told)) for lot in lots]
    for process in processes:
        process.start()
    answers = [told.get(timeout=300) for _ in range(size.clients * size.turns * 2)]
    for process in processes:
        process.join()
    rates: dict[tuple[int, str], list[float]] = {}
    longest: dict[int, float] = {}
    for turn, name, n, seconds, waited in answers:
        rates.setdefault((turn, name), []).append(n / seconds if seconds else 0.0)
        if name == "ours":
            longest[turn] = max(longest.get(turn, 0.0), waited * 1000)
    turns = range(size.turns)
    ratios = [sum(rates[turn, "raw"]) / sum(rates[turn, "ours"]) for turn in turns]
    rate = f"{sum(rates[turns[-1], 'ours']):,.0f}/s together"
    yield Row(f"{size.clients} processes / {size.clients} by hand", place.kind, ratios, LIMITS[place.kind], note=rate)
    limit = 50 if place.is_sqlite else None
    yield Row("  the longest wait of any client", place.kind, list(longest.values()), limit, unit=" ms")
    fair = [min(rates[turn, "ours"]) / max(rates[turn, "ours"]) for turn in turns]
    yield Row("  the slowest client / the fastest", place.kind, fair, 0.7 if place.is_sqlite else None, True)
