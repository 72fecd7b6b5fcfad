"""Which kind of list is to be taken in, and what came in lately."""

from __future__ import annotations

from flask import Response, render_template

from states.exchange import batches
from states.intake import intakes
from states.intake.kinds import KINDS
from states.roles import Permission
from states.workbooks import XLSX, write
from web import who
from web.access import Area, access, may
from web.database import reading
from web.intake import ways
from web.intake.blueprint import bp, of_each


@bp.get("")
@access(Permission.IMPORT, Area.LIST)
def index() -> str:
    """List the kinds that this person may take in, and the latest lists of the area."""
    with reading() as db:
        homes, lists = batches.latest(db, who.actor()), intakes.latest(db, who.actor())
    return render_template(
        "intake/index.html", ways=[one for one in ways.everything() if may(one.needs)], homes=homes, lists=lists,
        titles={kind.id: kind.title for kind in KINDS.values()},
    )  # fmt: skip


@of_each("/form", "GET")
@access(Permission.IMPORT)
def blank(kind: str) -> Response:
    """The empty form, with a made-up line where one helps."""
    way = ways.find(kind)
    response = Response(write(*way.blank()), mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{way.id}.xlsx"'
    return response
