"""The office of the bench: a procedure of ten steps, each of which asks for six kinds of evidence.

It is as long and asks as much as a county's own pack, so that nothing is measured that a real case would not cost.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

from engine.actors import Actor
from engine.book import Book
from engine.definition import Definition, Move, State
from engine.facts import Facts
from engine.guards import Blocker, Need
from engine.procedure import Procedure, StepSpec

NOW = datetime(2021, 10, 25, 1, 0, tzinfo=UTC)
COUNTY = "533421"
KINDS = ("visit", "minutes", "roster", "application", "consent", "photo")
MINIMUM = {"visit": ("visitors", 2), "minutes": ("present", 10), "photo": ("places", 2)}
ROLES = ("village", "village", "village", "township", "township", "township", "county", "county", "county", "county")
NAMES = ("visit", "appraise", "apply", "list", "post", "check", "review", "second", "decide", "enter")
# The two reviews run side by side; whoever visited neither checks nor decides.
AFTER = {after: (before,) for before, after in pairwise(NAMES)} | {"second": ("check",), "decide": ("review", "second")}
APART = {"check": ("visit",), "decide": ("visit", "check"), "enter": ("decide",)}
LEVELS = {"village": 12, "township": 9, "county": 6}
ACTORS = {
    name: Actor(f"u{number}", f"经办人{number}", role, COUNTY)
    for number, (name, role) in enumerate(zip(NAMES, ROLES, strict=True))
}


def shows(kind: str) -> Need:
    """Evidence of this kind is there and says enough."""
    fact, least = MINIMUM.get(kind, ("", 0))

    def guard(facts: Facts) -> Iterator[Blocker]:
        shown = facts.shown(kind)
        if not shown:
            yield Blocker(f"no-{kind}", "还没有“%(kind)s”", {"kind": kind})
        elif fact and shown[-1].facts.get(fact, 0) < least:
            yield Blocker(f"{kind}-too-few", "至少要有%(least)s", {"least": least})

    return Need("evidence", kind, guard, {"kind": kind})


NEEDS = tuple(shows(kind) for kind in KINDS)
INCLUDE = Procedure(
    "include",
    "纳入",
    tuple(
        StepSpec(name, name, role, role, LEVELS[role], AFTER.get(name, ()), NEEDS, apart_from=APART.get(name, ()))
        for name, role in zip(NAMES, ROLES, strict=True)
    ),
)
BENCH = Definition(
    "bench",
    "bench-1",
    "测速",
    (State("general", "一般"), State("monitored", "监测"), State("ended", "已销", final=True)),
    (
        Move("include", "纳入", ("general",), "monitored", procedure=INCLUDE),
        Move("end", "注销", ("general", "monitored"), "ended", by=("county",)),
    ),
)


def office() -> Book:
    """A book that knows the bench's definition."""
    book = Book(lambda _session, _digest: None, {})
    book.add(BENCH)
    return book
