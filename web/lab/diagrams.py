"""The diagrams of a pack: on the page, as a drawing to take along, and as a paper to hang up (HT16)."""

from __future__ import annotations

from flask import Response, render_template
from flask_babel import gettext as _

from states.packs.facts import steps_in_words
from states.roles import Permission
from web import drawing, mermaid, now, tools
from web.access import Area, access
from web.database import reading
from web.flow_chart import chart, svg
from web.lab.blueprint import bp
from web.lab.flow_paper import DOCUMENT, flow_values
from web.lab.named import move_asked, moves_in_order, pack_named
from web.papers import as_pdf
from web.words import term


@bp.get("/packs/<pack_id>/diagram")
@access(Permission.READ_PACKS, Area.OPEN)
def diagram(pack_id: str) -> str:
    """Show the lifecycle and the flow chart of one move, with the same steps in words."""
    with reading() as db:
        pack = pack_named(db, pack_id)
    move = move_asked(pack)
    return render_template(
        "lab/diagram.html", pack=pack, move=move, moves=moves_in_order(pack),
        steps=steps_in_words(pack.file.move[move.name]),
        life=drawing.lifecycle(pack.definition, "", _("监测对象的各种状态"), term),
        graph=svg(chart(pack.definition, move, term), _("程序的各个步骤")),
        mermaid=mermaid.steps(pack.definition, move),
    )  # fmt: skip


@bp.get("/packs/<pack_id>/diagram.svg")
@access(Permission.READ_PACKS, Area.OPEN)
def diagram_svg(pack_id: str) -> Response:
    """Hand out the flow chart as a drawing."""
    with reading() as db:
        pack = pack_named(db, pack_id)
    move = move_asked(pack)
    answer = Response(str(svg(chart(pack.definition, move), move.label, alone=True)), mimetype="image/svg+xml")
    answer.headers["Content-Disposition"] = f"attachment; filename={pack.id}-{move.name}.svg"
    return answer


@bp.get("/packs/<pack_id>/diagram.pdf")
@access(Permission.READ_PACKS, Area.OPEN)
def diagram_pdf(pack_id: str) -> Response:
    """Print the flow chart."""
    with reading() as db:
        pack = pack_named(db, pack_id)
    move = move_asked(pack)
    return as_pdf(tools.typeset(DOCUMENT, flow_values(pack, move, now.today())).pdf, f"{pack.id}-{move.name}.pdf")
