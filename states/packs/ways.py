"""Which moves of which packs go one of the ways: several may go the same by different procedures."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.orm import Session

from engine.runs import Run
from states.packs.store import StoredPack, of_digest


def goes(session: Session, ways: Collection[str]) -> ColumnElement[bool]:
    """The condition that a run goes one of these ways, under whatever pack and name."""
    moves = [
        (digest, move.name)
        for digest in session.scalars(select(StoredPack.digest))
        for move in of_digest(session, digest).definition.moves
        if move.way in ways
    ]
    return tuple_(Run.definition, Run.move).in_(moves)
