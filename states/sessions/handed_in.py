"""What shows that the quarter's training was organised: every place that the plan names had it (BZ13)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import SYSTEM
from engine.areas import within
from engine.cases import Case
from states.deadlines.handed_in import HandedIn
from states.sessions import desk
from states.sessions.plan import Planned, planned, quarter_of
from states.sessions.session import HELD, StaffSession


def handed_in(session: Session, area: str, since: date, until: date) -> list[HandedIn]:
    """The trainings held at places inside an area in the quarters between two days, for the place and those above it.

    A place above is done with a quarter when all that the plan names below it are; where the plan names none there,
    one training that was held is enough.
    """
    asked = planned(session, area, until)
    done = {(one.place, one.quarter): desk.done_on(session, SYSTEM, one) for one in asked}
    found = [HandedIn(place, "", quarter, on) for (place, quarter), on in done.items() if on and since <= on]
    held = _held(session, area, since, until)
    for level in (4, 6, 9):
        for code, quarter in sorted({(place[:level], quarter) for place, quarter, _on in held if len(place) >= level}):
            days = _days(code, quarter, asked, done, held)
            if days and code.startswith(area):
                found.append(HandedIn(code, "", quarter, max(days)))
    return list(dict.fromkeys(found))


def _days(
    code: str,
    quarter: str,
    asked: list[Planned],
    done: dict[tuple[str, str], date | None],
    held: list[tuple[str, str, date]],
) -> list[date]:
    """The days on which the trainings of a place in a quarter were held; none as long as one is missing."""
    below = [done[one.place, one.quarter] for one in asked if one.quarter == quarter and one.place.startswith(code)]
    if below:
        return [] if None in below else [on for on in below if on]
    return [min(on for place, of, on in held if of == quarter and place.startswith(code))]


def _held(session: Session, area: str, since: date, until: date) -> list[tuple[str, str, date]]:
    query = select(StaffSession.place, StaffSession.began_on, StaffSession.ended_on)
    query = query.join(Case, Case.id == StaffSession.case_id).where(Case.state == HELD[0])
    query = query.where(within(StaffSession.place, area), StaffSession.began_on.between(since, until))
    return [(row[0], quarter_of(row[1]), row[2]) for row in session.execute(query)]
