"""The papers that a household signs, made out anew each time and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases import Case
from engine.errors import NotFound
from publicity import collecting, papers
from states import openings
from states.households import Household
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.database import work
from web.papers import as_pdf

bp = Blueprint("documents", __name__)
Values = Callable[[Session, int, date], tuple[str, dict[str, Any]]]
NAMES: dict[str, Values] = {
    "application": papers.application_values,
    "consent": papers.consent_values,
    "collection": collecting.new_values,
    "comparison": collecting.comparison_values,
}
"""The papers of a household by the name in their address."""


@bp.get("/case/<int:case_id>/documents/<name>")
@access(Permission.PRINT, Area.RECORD, logs_opening=True)
def paper(case_id: int, name: str) -> Response:
    """Make out a paper of a household; it holds identity numbers, so the opening is noted."""
    with work() as db:
        household = _household(db, case_id)
        if name not in NAMES:
            raise NotFound("document", name)
        document, values = NAMES[name](db, case_id, now.today())
        openings.note(db, who.signed_in().id, f"household:{household.id}", now.wall())
    return as_pdf(tools.typeset(document, values).pdf, f"{values['number']}.pdf")


def _household(db: Session, case_id: int) -> Household:
    row = db.execute(
        select(Household, Case.area).join(Case, Case.id == Household.case_id).where(Case.id == case_id)
    ).one_or_none()
    if row is None or not who.actor().covers(row[1]):
        raise NotFound("case", case_id)
    return row[0]
