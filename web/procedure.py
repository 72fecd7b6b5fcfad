"""The plan in force: its lifecycle and each procedure, drawn and as a table."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from engine.errors import NotFound
from states.lifecycle import WAYS
from states.packs import store
from states.roles import ROLES, Permission
from states.terms import terms_of
from web import drawing, now, who
from web.access import Area, access
from web.database import reading
from web.words import term

bp = Blueprint("procedure", __name__, url_prefix="/procedure")


@bp.get("")
@access(Permission.READ_PACKS, Area.LIST)
def index() -> str:
    """Show the plan of the reader's place today, one procedure at a time."""
    area = who.actor().area
    try:
        with reading() as db:
            pack = store.in_force(db, area, now.today())
    except NotFound:
        return render_template("procedure.html", pack=None)
    definition = pack.definition
    moves = sorted(definition.moves, key=lambda one: list(WAYS).index(one.way))
    move = definition.by_name.get(request.args.get("move", "")) or moves[0]
    steps = move.procedure.ordered if move.procedure else ()
    graph = drawing.procedure(move.procedure, {}, _("程序的各个步骤"), term) if move.procedure else ""
    return render_template(
        "procedure.html", pack=pack, definition=definition, moves=moves, move=move, graph=graph, roles=ROLES,
        life=drawing.lifecycle(definition, "", _("监测对象的各种状态"), term),
        terms={spec.name: terms_of(definition.digest, spec.name) for spec in steps}, steps=steps,
    )  # fmt: skip
