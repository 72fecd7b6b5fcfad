"""The pack and the move that an address names."""

from __future__ import annotations

from flask import request
from sqlalchemy.orm import Session

from engine.definition import Move
from engine.errors import NotFound
from states.lifecycle import WAYS
from states.packs.known import known_pack
from states.packs.loader import Pack


def pack_named(db: Session, pack_id: str) -> Pack:
    """The pack of this id, in the database or shipped; raises `NotFound`."""
    return known_pack(db, pack_id)


def moves_in_order(pack: Pack) -> list[Move]:
    """The moves of a pack as a household goes through them."""
    return sorted(pack.definition.moves, key=lambda move: list(WAYS).index(move.way))


def move_asked(pack: Pack) -> Move:
    """The move that the address asks for; the first one where it names none. Raises `NotFound`."""
    asked = request.args.get("move", "")
    if not asked:
        return moves_in_order(pack)[0]
    if asked not in pack.definition.by_name:
        raise NotFound("move", asked)
    return pack.definition.by_name[asked]
