"""The board: a place and its parts, with progress, quality and timeliness, each figure a way to its list."""

from __future__ import annotations

from functools import partial

from flask import render_template
from flask_babel import gettext

from publicity.figures import pictures
from states import regions
from states.figures.board import board
from states.figures.memory import memory_of
from states.figures.scope import names_of
from states.history.share import COUNTED
from states.lifecycle import LABELS
from states.roles import Permission
from web import who
from web.access import Area, access
from web.database import reading
from web.figures.asked import asked, bases, behind, path_of, way
from web.figures.blueprint import bp


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """Show the board of a place; each part leads to its own."""
    here, own = asked(), who.actor().area
    with reading() as db:
        found, names = board(db, memory_of(db), here), names_of(db, here)
        names |= regions.names(db, path_of(here, own))
    charts = [draw(found, names, gettext, way) for draw in (pictures.households, pictures.late, pictures.timely)]
    lists = bases()
    return render_template(
        "figures/board.html", scope=here, board=found, names=names, charts=charts, path=path_of(here, own),
        share_of=pictures.share_of, states={one: LABELS[one] for one in COUNTED}, bases=lists,
        behind=partial(behind, here, lists["figure"]),
    )  # fmt: skip
