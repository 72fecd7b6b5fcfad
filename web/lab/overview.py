"""The packs: which hold where and when, which wording runs how many cases, and what one of them says."""

from __future__ import annotations

from collections import defaultdict

from flask import render_template

from states.packs.facts import sections, steps_in_words
from states.packs.known import known_pack, stored, texts
from states.packs.wordings import Wording, wordings
from states.regions import Region
from states.roles import ROLES, Permission
from web import now, who
from web.access import Area, access
from web.database import reading
from web.lab.blueprint import bp
from web.lab.named import moves_in_order, pack_named


@bp.get("")
@access(Permission.READ_PACKS, Area.LIST)
def index() -> str:
    """List the packs, with where and when they hold and the cases of the reader's area that follow them."""
    with reading() as db:
        there = stored(db)
        packs = [(known_pack(db, name), name in there) for name in sorted(texts(db))]
        follow: dict[str, list[Wording]] = defaultdict(list)
        for wording in wordings(db, who.actor()):
            follow[wording.id].append(wording)
        codes = {code for pack, _ in packs for code in pack.file.pack.places}
        regions = {code: place.name for code in codes if (place := db.get(Region, code))}
    return render_template("lab/index.html", packs=packs, follow=follow, regions=regions, on=now.today())


@bp.get("/packs/<pack_id>")
@access(Permission.READ_PACKS, Area.OPEN)
def show(pack_id: str) -> str:
    """Show what a pack says: its facts, and each move with its steps."""
    with reading() as db:
        pack = pack_named(db, pack_id)
    moves = [
        (move, pack.file.move[move.name], steps_in_words(pack.file.move[move.name])) for move in moves_in_order(pack)
    ]
    return render_template("lab/show.html", pack=pack, sections=sections(pack), moves=moves, roles=ROLES)
