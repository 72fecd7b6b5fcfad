"""The pack and the move that a command names."""

from __future__ import annotations

import click

from engine.db import reading
from engine.definition import Move
from engine.errors import NotFound
from states.packs.known import known_pack
from states.packs.loader import Pack
from web.commands.installation import installed

move_option = click.option("--move", "move_name", default="identify", metavar="NAME", help="哪个变动，默认识别纳入。")


def pack_named(pack_id: str) -> Pack:
    """The pack of this id, in the database or shipped; raises `NotFound`."""
    here = installed()
    if here is None:
        return known_pack(None, pack_id)
    with reading(here.db) as session:
        return known_pack(session, pack_id)


def move_named(found: Pack, name: str) -> Move:
    """A move of a pack; raises `NotFound`."""
    if name not in found.definition.by_name:
        raise NotFound("move", name)
    return found.definition.by_name[name]
