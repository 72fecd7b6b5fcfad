"""What a page of the section was asked for: the place, the quarter, the kind of gap."""

from __future__ import annotations

from flask import request

from states.help.quarters import Quarter, quarter_of, read_quarter
from web import now, who


def area() -> str:
    """The place that the address names, if the actor's area holds it; else the actor's own."""
    asked, own = request.args.get("area", ""), who.actor().area
    return asked if asked.isdecimal() and asked.startswith(own) else own


def quarter() -> Quarter:
    """The quarter that the address or the form names; the present one without."""
    return read_quarter(request.values.get("quarter", "")) or quarter_of(now.today())


def quarters() -> list[Quarter]:
    """The present quarter and the four before it, to choose from."""
    found = [quarter_of(now.today())]
    while len(found) < 5:
        found.append(found[-1].previous)
    return found
