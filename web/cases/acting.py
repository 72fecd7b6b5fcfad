"""What every act on one case has in common: the area, the version that the person saw, and one key."""

from __future__ import annotations

from flask import request
from sqlalchemy.orm import Session

from engine.advance import stale
from engine.cases import Case, hold
from engine.errors import NotFound
from states import case_file
from states.households import Household
from web import who
from web.database import reading


def version() -> int:
    """The version of the case that the form was made for."""
    given = request.form.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else -1


def fresh(db: Session, case_id: int, act: str) -> Case:
    """The case, held; `NotFound` outside the area, `StaleCase` when it was changed since the form was made."""
    case_file.household(db, case_id, who.actor())
    case = hold(db, [case_id])[0]
    if case.version != version():
        raise stale(db, act, case_id)
    return case


def household(case_id: int) -> tuple[Household, Case]:
    """The household with its case, to ask about an act; `NotFound` outside the area."""
    with reading() as db:
        found = case_file.household(db, case_id, who.actor())
        case = db.get(Case, case_id)
    if case is None:
        raise NotFound("case", case_id)
    return found, case
