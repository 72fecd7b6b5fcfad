"""One event through the machine against one look into a dict."""

from __future__ import annotations

import timeit
from collections.abc import Iterator

from engine.decide import Decision, settle
from engine.facts import Facts
from engine.machine import unblocked
from tests.bench.measure import Row, rounds
from tests.bench.office import ACTORS, BENCH, NOW
from tests.bench.size import Size

TABLE = {
    ("general", "include"): ("monitored", (unblocked,)),
    ("general", "end"): ("ended", (unblocked,)),
    ("monitored", "end"): ("ended", (unblocked,)),
}


def measure(size: Size) -> Iterator[Row]:
    """The machine fired as `advance` fires it."""
    by, move = ACTORS["enter"], BENCH.by_name["include"]
    facts = Facts(1, "bench", "bench-1", "5334", "general", 1, 1, "", 1, "", {}, (), by, NOW, NOW.date())
    decision = Decision("enter", "general", move=move)

    def table() -> None:
        facts.blockers, facts.state = list(decision.blockers), decision.source
        target, conditions = TABLE[facts.state, move.name]
        if all(condition(facts) for condition in conditions):
            facts.state = target

    def once(work: object) -> float:
        return timeit.timeit(work, number=2000) / 2000  # type: ignore[arg-type]

    settle(BENCH, facts, decision)
    taken = rounds(
        {"machine": lambda: once(lambda: settle(BENCH, facts, decision)), "table": lambda: once(table)}, size.rounds
    )
    note = f"{taken.middle('machine') * 1e6:.1f} µs"
    yield Row(
        "one event through the machine / a dict table", "in memory", taken.ratios("machine", "table"), 25, note=note
    )
