"""The daily seals that cover a package, each as the very text whose digest it is.

The text names every chain that changed that day, by number and seal only: nothing of what happened to whom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.db import stamp
from engine.ledger import canonical
from engine.seals import Seal, SealedHead

AT_ONCE = 500


def covering(session: Session, case_ids: Sequence[int]) -> list[tuple[Seal, str]]:
    """The seals that found one of these cases changed, oldest first, each with the seal before it."""
    wanted: set[int] = set()
    for at in range(0, len(case_ids), AT_ONCE):
        some = SealedHead.case_id.in_(case_ids[at : at + AT_ONCE])
        wanted.update(session.scalars(select(SealedHead.seal_id).where(some).distinct()))
    seals = session.scalars(select(Seal).order_by(Seal.id)).all()
    before = ["", *(one.root for one in seals)]
    return [(one, was) for one, was in zip(seals, before, strict=False) if one.id in wanted]


def sealed_text(session: Session, seal: Seal, before: str) -> Iterator[bytes]:
    """The text of a seal, a piece at a time: SHA-256 over all of it is the seal (`engine.seals.root_of`)."""
    begun = canonical([before, seal.day, stamp(seal.at), seal.upto, []])
    yield begun[:-2].encode()
    query = select(SealedHead.case_id, SealedHead.sequence, SealedHead.head).where(SealedHead.seal_id == seal.id)
    comma = ""
    for rows in session.execute(query.order_by(SealedHead.case_id).execution_options(yield_per=5000)).partitions():
        yield (comma + canonical([list(row) for row in rows])[1:-1]).encode()
        comma = ","
    yield b"]]"
