"""The proof of duties by paper: what was issued under a number and still stands, by the last day that it tells of."""

from __future__ import annotations

import json
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
    number = (Paper.area, Paper.stem, Paper.year, Paper.serial)
    columns = (*number, Paper.department, Paper.issued_on, Paper.vouches, Case.state)  # what it says stays unread
    query = select(*columns).join(Case, Case.id == Paper.case_id).where(*mine).order_by(Paper.id)
    first: dict[tuple[str, str, int, int], date] = {}
    found: list[HandedIn] = []
    for place, stem, year, serial, department, issued_on, vouches, state in session.execute(query):
        begun = first.setdefault((place, stem, year, serial), issued_on)
        if state in STANDING:
            told = str(json.loads(vouches).get("params", {}).get("until") or issued_on)
            found.append(HandedIn(place, department, told, begun))
    return found
