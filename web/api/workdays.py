"""Reckoning periods on the calendar of a place."""

from __future__ import annotations

from datetime import date

from flask import Response
from pydantic import Field

from engine.arrangements import calendar_for
from engine.durations import BadDuration, Unit
from engine.errors import Refused
from engine.guards import Blocker
from engine.periods import Count
from states.roles import Permission
from web.access import Area, access
from web.api.answers import Answer, answer
from web.api.blueprint import bp
from web.api.shapes import AreaCode, Day, Query
from web.database import reading


class PeriodQuery(Query):
    """A period of `n` units that begins with an event on `start`."""

    start: Day
    n: int = Field(ge=1, le=3660)
    unit: Unit = "workdays"
    count: Count = "next-day"
    place: AreaCode = ""
    roll_over: bool = False


class Period(Answer):
    """Its first and last day; `provisional` where a year's arrangement is not published yet."""

    first_on: date
    last_on: date
    provisional: bool


@bp.get("/workdays", responses={200: Period})
@access(Permission.READ_PACKS, Area.NONE)
def workdays(query: PeriodQuery) -> Response:
    """The last day of a period."""
    with reading() as db:
        calendar = calendar_for(db, query.place)
    try:
        period = calendar.period(query.start, query.n, query.unit, query.count, query.roll_over)
    except BadDuration as error:
        raise Refused("period", [Blocker("too-long", error.problems[0].reason)]) from error
    return answer(Period(first_on=period.first_on, last_on=period.last_on, provisional=period.provisional))
