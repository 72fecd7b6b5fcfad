"""The papers of a household, made out anew each time and kept nowhere."""

from __future__ import annotations

from flask import Blueprint, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases import Case
from engine.errors import NotFound
from publicity.household_papers import PAPERS
from states import openings
from states.households import Household
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.database import work
from web.papers import as_pdf

bp = Blueprint("documents", __name__)


@bp.get("/case/<int:case_id>/documents/<name>")
@access(Permission.PRINT, Area.RECORD, logs_opening=True)
def paper(case_id: int, name: str) -> Response:
    """Make out a paper of a household; it holds identity numbers, so the opening is noted."""
    with work() as db:
        household = _household(db, case_id)
        if name not in PAPERS:
            raise NotFound("document", name)
        _title, make = PAPERS[name]
        document, values = make(db, case_id, now.today(), who.actor())
        openings.note(db, who.signed_in().id, f"household:{household.id}", now.wall())
    return as_pdf(tools.typeset(document, values).pdf, f"{values['number']}.pdf")


def _household(db: Session, case_id: int) -> Household:
    row = db.execute(
        select(Household, Case.area).join(Case, Case.id == Household.case_id).where(Case.id == case_id)
    ).one_or_none()
    if row is None or not who.actor().covers(row[1]):
        raise NotFound("case", case_id)
    return row[0]
