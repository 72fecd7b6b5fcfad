"""The address of the list behind a figure of the year: who came, who left, and how."""

from __future__ import annotations

from flask import url_for

from states.figures.left import this_year
from states.figures.scope import Scope


def link(here: Scope, figure: str, part: str) -> str:
    """Exactly the rows that the figure counts."""
    period = this_year(here.today)
    since, until = period.first_on.isoformat(), period.last_on.isoformat()
    return url_for("reports.figure", figure=figure, part=part, area=here.area, since=since, until=until)
