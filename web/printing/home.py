"""What one household needs on paper: what is due first, what can be printed, and why the rest cannot."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from sqlalchemy.orm import Session

from engine.errors import NotFound, Refused
from publicity.batches import why
from publicity.documents.registry import find
from publicity.due_papers import FINDERS, due_of, rows_of
from publicity.errors import PublicityError
from publicity.household_papers import PAPERS
from states import case_file
from states.households import Household
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading
from web.printing.blueprint import bp


@dataclass(frozen=True, slots=True)
class Line:
    """A paper with what makes it due, or what stands against printing it; both empty where it can be printed."""

    name: str
    title: str
    due: str
    against: str


@bp.get("/household/<int:case_id>")
@access(Permission.PRINT, Area.RECORD)
def household(case_id: int) -> str:
    """List the papers of a household."""
    with reading() as db:
        home = case_file.household(db, case_id, who.actor())
        lines = [_line(db, home, name) for name in PAPERS]
    lines.sort(key=lambda one: (not one.due, bool(one.against)))
    return render_template("printing/household.html", home=home, lines=lines)


def _line(db: Session, home: Household, name: str) -> Line:
    title, values = PAPERS[name]
    rows = rows_of(db, name, home.group_code, who.actor(), home.case_id)
    try:
        document, told = values(db, home.case_id, now.today(), who.actor())
        find(document).read(told)
    except (Refused, NotFound, PublicityError) as fault:
        is_told = isinstance(fault, Refused) or (rows and isinstance(fault, PublicityError))
        return Line(name, title, "", why(fault) if is_told else "-")
    due = due_of(db, name, rows, home.group_code, who.actor(), now.today())
    return Line(name, title, FINDERS[name][0] if due else "", "")
