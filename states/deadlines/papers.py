"""The proof of duties by paper: what was issued under a number and still stands, by the last day that it tells of."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.cases import Case
from states.deadlines.handed_in import HandedIn
from states.issued.paper import STANDING, Paper

EARLIER = timedelta(days=366)


def handed_in(session: Session, document: str, area: str, since: date) -> list[HandedIn]:
    """The papers of this kind inside an area, one for each number, handed in with their first edition.

    A paper that says nothing of the days it tells of is taken to tell of the day on which it was issued.
    """
    mine = (Paper.document == document, within(Paper.area, area), Paper.issued_on >= since - EARLIER)
    query = select(Paper, Case.state).join(Case, Case.id == Paper.case_id).where(*mine).order_by(Paper.id)
    first: dict[tuple[str, str, int, int], date] = {}
    found: list[HandedIn] = []
    for paper, state in session.execute(query):
        number = paper.area, paper.stem, paper.year, paper.serial
        first.setdefault(number, paper.issued_on)
        if state in STANDING:
            told = str(paper.stands_for.get("params", {}).get("until") or paper.issued_on)
            found.append(HandedIn(paper.area, paper.department, told, first[number]))
    return found
