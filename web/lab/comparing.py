"""Two packs beside each other: what one asks for that the other does not, in sentences."""

from __future__ import annotations

from itertools import groupby

from flask import render_template, request

from states.packs.differences import differences
from states.packs.known import known_pack, texts
from states.roles import Permission
from web.access import Area, access
from web.database import reading
from web.lab.blueprint import bp


@bp.get("/compare")
@access(Permission.READ_PACKS, Area.NONE)
def compare() -> str:
    """Show what changes from one pack to another."""
    with reading() as db:
        names = sorted(texts(db))
        packs = {name: known_pack(db, name) for name in names}
        first, second = (request.args.get(side, "") for side in ("a", "b"))
        chosen = known_pack(db, first) if first else None, known_pack(db, second) if second else None
    one, other = chosen
    found = differences(one, other) if one and other else []
    parts = [(part, [each.text for each in rows]) for part, rows in groupby(found, key=lambda each: each.part)]
    return render_template("lab/compare.html", packs=packs, first=one, second=other, parts=parts, number=len(found))
