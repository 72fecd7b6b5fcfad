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
from tests.board.crowd import Seen, come, one_after_another, served
from tests.board.hanging import hang


def measure(place: Place, size: Size) -> Iterator[Row]:
    """How much longer a crowd takes than as many who come one after another; and in four rows what must be none."""
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    db = place.connect()
    hanging = hang(db, place.folder / "files", passwords.chosen("Qingshan-77", "nobody"), size.board_households)
    with served(place.url, place.folder) as port:
        one_after_another(port, hanging, 5)  # warm
        alone = one_after_another(port, hanging, 20)
        seen = come(port, hanging, size.readers, size.speakers)
    with reading(db) as session:
        kept = Counter(session.scalars(select(Objection.receipt)))
    db.dispose()
    yield from _rows(place, size, alone, seen, kept)


def _rows(place: Place, size: Size, alone: Seen, seen: Seen, kept: Counter[str]) -> Iterator[Row]:
    crowd = f"{size.readers} readers and {size.speakers} objections at once"
    each = percentile(alone.seconds, 0.5)
    note = (
        f"{len(seen.seconds)} answers in {seen.wall:.1f} s, half of them within {percentile(seen.seconds, 0.5):.1f} s"
    )
    ratio = [seen.wall / (each * len(seen.seconds))]
    yield Row(f"{crowd} / one after another", place.kind, ratio, 1.5, note=note)
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
