"""The packs that may be named: those in the database, and those that come with the program."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.errors import NotFound
from states.packs.loader import Pack, load, shipped
from states.packs.store import StoredPack, of_digest, present


def stored(session: Session | None) -> dict[str, StoredPack]:
    """The present wording of each pack in the database, by id; none without a database."""
    if session is None:
        return {}
    return {row.id: row for row in present(session)}


def texts(session: Session | None) -> dict[str, str]:
    """The text of every pack known, by id; what is in the database goes before what was shipped."""
    return shipped() | {row.id: row.source for row in stored(session).values()}


def known_pack(session: Session | None, pack_id: str) -> Pack:
    """The pack of this id; raises `NotFound`."""
    rows = stored(session)
    if session is not None and pack_id in rows:
        return of_digest(session, rows[pack_id].digest)
    if pack_id in shipped():
        return load(pack_id, shipped())
    raise NotFound("pack", pack_id)


def rolls_over(pack: Pack) -> bool:
    """Whether a period in calendar days that ends on a rest day goes on to the next working day."""
    steps = [step for move in pack.file.move.values() for step in move.step]
    return any(step.notice.roll_over for step in steps if step.notice)
