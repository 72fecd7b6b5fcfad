"""All rules over a register and over one ten times its size: members a second, growth for each, memory."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from typing import Any

from sqlalchemy import func, select

from engine.actors import Actor
from engine.db import reading, work
from states.book import open_book
from states.members import Member
from states.quality.loading import lots
from states.quality.places import Sweeps
from states.quality.rounds import run
from states.quality.rulebook import shipped
from tests.bench.measure import Row
from tests.bench.places import Place
from tests.bench.size import Size
from tests.bench.villagers import TODAY, make_villagers

AREA = "53"
OFTEN = 200_000
"""A register of more people is looked at once only."""
OPERATOR = Actor("u1", "刘芳", "county", AREA)
AT = datetime(2021, 11, 15, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look over a register took."""

    members: int
    found: int
    seconds: float
    megabytes: float

    @property
    def each(self) -> float:
        """Seconds for one member."""
        return self.seconds / self.members


def measure(small: Place, large: Place, size: Size) -> Iterator[Row]:
    """Growth from a tenth of the members to all of them; then a round of the tenth that writes its findings down."""
    few, many = [], []
    for place, members in ((small, size.members // 10), (large, size.members)):
        with closing(_Register(place)) as made:
            make_villagers(made.db, members)
    for _turn in range(1 if size.members > OFTEN else size.turns):
        few.append(_apart(look, small))
        many.append(_apart(look, large))
    kind = large.kind.removesuffix(" NORMAL")
    last, label = many[-1], f"{size.members:,} members"
    note = f"{last.members:,} members, {len(shipped().rules)} rules, {last.found:,} found, {last.seconds:.1f} s"
    yield Row(f"all rules over {label}", kind, [1 / one.each for one in many], unit="/s", note=note)
    growth = [one.each / other.each for one, other in zip(many, few, strict=True)]
    yield Row(f"all rules for a member, {size.members // 10:,} -> {size.members:,}", kind, growth, 1.3)
    yield Row(f"memory of all rules, {label}", kind, [one.megabytes for one in many], unit=" MB",
              note=f"{few[-1].megabytes:.0f} MB with a tenth")  # fmt: skip
    written = _apart(write, small)
    note = f"{written.found:,} findings opened, {written.seconds:.1f} s"
    yield Row(f"a first round of {size.members // 10:,} members", kind, [1 / written.each], unit="/s", note=note)


class _Register:
    """A register that is open."""

    def __init__(self, place: Place) -> None:
        self.db = place.connect()

    def close(self) -> None:
        """Let go of it."""
        self.db.dispose()


def look(place: Place) -> Looked:
    """Load every lot and let every rule look at it; nothing is written."""
    with closing(_Register(place)) as made, reading(made.db) as session:
        sweeps, members, found = Sweeps(shipped(), TODAY), 0, 0
        begun = time.perf_counter()
        for lot in lots(session, AREA, TODAY):
            members += len(lot.people)
            found += sum(1 for _hit in sweeps.hits(session, lot))
        return Looked(members, found, time.perf_counter() - begun, _peak())


def write(place: Place) -> Looked:
    """Run a round as the command does."""
    with closing(_Register(place)) as made:
        begun = time.perf_counter()
        done = run(lambda: work(made.db), open_book(), AREA, by=OPERATOR, at=AT)
        seconds = time.perf_counter() - begun
        with reading(made.db) as session:
            members = session.scalar(select(func.count()).select_from(Member)) or 0
        return Looked(members, done.opened, seconds, _peak())


def _peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _apart(act: Any, place: Place) -> Looked:
    """In a process of its own, so that its memory is its own."""
    with get_context("spawn").Pool(1) as pool:
        done: Looked = pool.apply(act, (place,))
    return done
