"""The sheet of figures as a paper, for a dispatch meeting."""

from __future__ import annotations

from flask import Response

from publicity.figures.sheet import DOCUMENT, charts, values
from states.figures.board import board
from states.figures.memory import memory_of
from states.figures.ranking import formula, ranked
from states.figures.scope import names_of
from states.figures.trend import month_ends, points
from states.roles import Permission
from web import tools
from web.access import Area, access
from web.database import reading
from web.figures.asked import asked
from web.figures.blueprint import bp
from web.papers import as_pdf


@bp.get("/sheet.pdf")
@access(Permission.PRINT, Area.LIST)
def sheet() -> Response:
    """Print the pictures of a place."""
    here = asked()
    with reading() as db:
        names, rules = names_of(db, here), formula(db, here)
        memory, trend = memory_of(db), points(db, here, month_ends(here.today))
        made = charts(board(db, memory, here), ranked(db, memory, here), trend, names)
    said = values(here, names, names.get(here.area) or "守线", made, rules)
    return as_pdf(tools.typeset(DOCUMENT, said).pdf, f"{said['place']}调度图表.pdf")
