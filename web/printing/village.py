"""One paper of a whole village, made out at once: minutes, ledgers, the forms of natural change, the income list."""

from __future__ import annotations

from datetime import date

from flask import Response, request

from engine.errors import NotFound
from publicity.village_papers import VILLAGE_PAPERS
from states import openings
from states.changes.ledgers import Period
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.changes.forms import day_of
from web.database import work
from web.papers import as_pdf
from web.printing.blueprint import bp
from web.printing.places import printed_area, village_of


@bp.get("/<code>/village/<paper>")
@access(Permission.PRINT, Area.RECORD, logs_opening=True)
def paper(code: str, paper: str) -> Response:
    """Make out a paper of a village; it may hold identity numbers, so the opening is noted."""
    if paper not in VILLAGE_PAPERS:
        raise NotFound("document", paper)
    today = now.today()
    since = day_of(request.args.get("since", "")) or date(today.year, 1, 1)
    period = Period(since, day_of(request.args.get("until", "")) or today)
    with work() as db:
        area = printed_area(village_of(db, code).code)
        document, values = VILLAGE_PAPERS[paper][1](db, area, today, who.actor(), period)
        openings.note(db, who.signed_in().id, f"print:{paper}:{area}", now.wall())
    return as_pdf(tools.typeset(document, values).pdf, f"{values['number']}.pdf")
