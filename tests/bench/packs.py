"""Packs: reading and compiling all that ship, and asking every guard of many cases, each beside the same by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from contextlib import closing

from engine.advance import A_LOT
from engine.db import reading
from engine.decide import decide
from engine.facts import gather
from states.packs.loader import load, shipped
from tests.bench import raw, wordings
from tests.bench.dataset import make_cases
from tests.bench.measure import Row, rounds, timed
from tests.bench.office import ACTORS, BENCH, NAMES, NOW, office
from tests.bench.places import Place
from tests.bench.sides import by_hand
from tests.bench.size import Size

STEP = NAMES[0]
GOALS = {"SQLite NORMAL": 1.2, "PostgreSQL": 1.4}


def loading(size: Size) -> Iterator[Row]:
    """All shipped packs read, merged, checked and compiled; by hand, only the text is read as TOML."""
    texts = shipped()

    def ours() -> None:
        for name in texts:
            load(name, texts)

    def hand() -> None:
        for text in texts.values():
            tomllib.loads(text)

    ours()
    taken = rounds({"ours": lambda: timed(ours), "hand": lambda: timed(hand)}, size.rounds)
    seconds = [1000 * one for one in taken.seconds["ours"]]
    what = f"{len(texts)} packs read and compiled"
    yield Row(what, "in memory", seconds, 300, unit=" ms")
    yield Row("  the same / reading their TOML only", "in memory", taken.ratios("ours", "hand"))


def measure(place: Place, size: Size) -> Iterator[Row]:
    """What needs a database."""
    yield from _guards(place, size)
    yield from wordings.measure(place, size)


def _guards(place: Place, size: Size) -> Iterator[Row]:
    """Every guard of a step asked of a large lot of cases, nothing written."""
    by, book, db = ACTORS[STEP], office(), place.connect()
    ids = make_cases(db, 5_000_000, size.bulk)
    lots = [ids[i : i + A_LOT] for i in range(0, len(ids), A_LOT)]

    def ours() -> None:
        with reading(db) as session:
            for lot in lots:
                for facts in gather(session, book, lot, by, NOW).values():
                    assert not decide(BENCH, facts, STEP).blockers

    with closing(by_hand(place)) as side:
        turns = {"ours": lambda: timed(ours, len(ids)), "hand": lambda: timed(lambda: _ask(side, lots), len(ids))}
        for turn in turns.values():
            turn()
        taken = rounds(turns, size.rounds)
    db.dispose()
    note = (
        f"{taken.middle('ours') * size.bulk * 1000:,.0f} ms; by hand {taken.middle('hand') * size.bulk * 1000:,.0f} ms"
    )
    what = f"guards of {size.bulk:,} cases / by hand"
    yield Row(what, place.kind, taken.ratios("ours", "hand"), GOALS.get(place.kind), note=note)


def _ask(side: raw.Sqlite | raw.Postgres, lots: Sequence[Sequence[int]]) -> None:
    for lot in lots:
        for row in side.many(lot):
            assert not raw.reasons(row, STEP, ACTORS[STEP])
