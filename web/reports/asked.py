"""What a page about reports was asked for: the kind, the place, the period; nonsense is not asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from engine.errors import NotFound
from publicity.reporting.draft import Source
from publicity.reporting.kinds import KINDS, Kind, find
from states import regions
from states.help.quarters import quarter_of, read_quarter
from states.regions import Region
from states.reports.figure import Asked, asking
from states.reports.period import Period, of_month, of_quarter, of_year
from web import now, who

OFFICES = {4: ("county",), 6: ("township", "village"), 9: ("village",)}
"""Whose reports a post may draw up besides its own, by the length of its area's code."""
WIDEST, QUARTERS, MONTHS = 4, 5, 3
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


def kind() -> Kind:
    """The kind of report; the first one where none is named."""
    return find(request.values.get("kind") or next(iter(KINDS)))


def of(db: Session, kind: Kind) -> Asked:
    """The place and period of a report; raises `NotFound` for a place outside the actor's area."""
    return asking(db, who.actor(), area(db), period(kind), now.today())


def area(db: Session) -> str:
    """The place that is asked for, the first to choose from by default; raises `NotFound`."""
    asked = request.values.get("area", "") or next((one.code for one in places(db)), "")
    if len(asked) < WIDEST or not who.actor().covers(asked) or db.get(Region, asked) is None:
        raise NotFound("region", asked)
    return asked


def period(kind: Kind) -> Period:
    """The quarter, year or days that are asked for; those that are the kind's own by default."""
    text = request.values.get("period", "")
    if quarter := read_quarter(text):
        return of_quarter(quarter)
    if MONTH.fullmatch(text):
        return of_month(date.fromisoformat(f"{text}-01"))
    if text.isdecimal() and 2000 <= int(text) <= 2100:
        return of_year(int(text))
    since, until = _day("since"), _day("until")
    return Period(since, until) if since and until and since <= until else kind.usual(now.today())


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.values.get(name, ""))
    except ValueError:
        return None


def periods() -> list[tuple[str, Period]]:
    """The periods to choose from: the last months, this quarter and those before it, this year and the last."""
    today = now.today()
    quarters = [quarter_of(today)]
    while len(quarters) < QUARTERS:
        quarters.append(quarters[-1].previous)
    years = (today.year, today.year - 1)
    months = [of_month(today)]
    while len(months) < MONTHS:
        months.append(of_month(months[-1].first_on - timedelta(days=1)))
    named = [(f"{one.first_on:%Y-%m}", one) for one in months]
    return named + [(str(one), of_quarter(one)) for one in quarters] + [(str(one), of_year(one)) for one in years]


def places(db: Session) -> Sequence[Region]:
    """The places to choose from: the actor's own, and the offices below."""
    own = who.actor().area
    levels = ("prefecture", "county") if len(own) < WIDEST else OFFICES.get(len(own), ())
    mine = db.get(Region, own) if len(own) >= WIDEST else None
    return [*([mine] if mine else []), *(one for level in levels for one in regions.below(db, own, level))]


def address(asked: Asked, kind: Kind) -> dict[str, Any]:
    """The parameters that name a report."""
    days = {"since": asked.period.first_on.isoformat(), "until": asked.period.last_on.isoformat()}
    return {"kind": kind.name, "area": asked.area, **days}


def link(source: Source) -> str:
    """The address of the list behind a figure, whole, as it goes out on paper."""
    return url_for("reports.figure", _external=True, **_asked(source))


def inside(source: Source) -> str:
    """The address of the list behind a figure, on a page."""
    return url_for("reports.figure", **_asked(source))


def _asked(source: Source) -> dict[str, Any]:
    return {**source.asked}
