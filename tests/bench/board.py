"""The public board with a town before it: a real server, everybody at once, nothing shown that must not be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from argon2 import PasswordHasher
from sqlalchemy import select

from engine.db import reading
from states import passwords
from states.objections import Objection
from tests.bench.measure import Row, percentile
from tests.bench.places import Place
from tests.bench.size import Size
from tests.board.crowd import Seen, come, served
from tests.board.hanging import hang


def measure(place: Place, size: Size) -> Iterator[Row]:
    """How long they waited, and in four rows what must be none."""
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    db = place.connect()
    hanging = hang(db, place.folder / "files", passwords.chosen("Qingshan-77", "nobody"), size.board_households)
    with served(place.url, place.folder) as port:
        seen = come(port, hanging, size.readers, size.speakers)
    with reading(db) as session:
        kept = Counter(session.scalars(select(Objection.receipt)))
    db.dispose()
    yield from _rows(place, size, seen, kept)


def _rows(place: Place, size: Size, seen: Seen, kept: Counter[str]) -> Iterator[Row]:
    crowd = f"{size.readers} readers and {size.speakers} objections at once"
    median = f"median {percentile(seen.seconds, 0.5):.1f} s, {len(seen.seconds)} answers"
    slow = [percentile(seen.seconds, 0.95)]
    yield Row(f"{crowd}: p95", place.kind, slow, 30, unit=" s", note=median)
    lost = (kept - Counter(seen.receipts)) + (Counter(seen.receipts) - kept)
    for what, n in (
        ("answers that are neither a page nor an honest limit", sum(one != 200 for one in seen.statuses)),
        ("objections turned away by a limit", seen.limited),
        ("words shown that must not be", len(seen.leaks)),
        (
            "receipts that are not in the database exactly once",
            lost.total(),
        ),
    ):
        yield Row(f"  {what}", place.kind, [float(n)], 0, unit="")
