"""What an address or a form asks of a list: whom the page shows."""

from __future__ import annotations

from datetime import date

from flask import request

from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.codes import codes
from states.exchange.exports import Filter
from states.lifecycle import LABELS
from web import now, who


def shown_filter() -> Filter:
    """What the page shows; what it does not know, it shows nothing of.

    Raises `NotFound` for another's area, `BadInput` for a day that is none or is still to come.
    """
    area, state = request.values.get("area", ""), request.values.get("state", "")
    if area and not (area.isdecimal() and who.actor().covers(area)):
        raise NotFound("region", area)
    category = request.values.get("category", "")
    return Filter(
        area,
        state if state in LABELS else "",
        category if category in codes("category").labels else "",
        request.values.get("q", "").strip()[:60],
        as_of=past_day("as_of"),
    )


def past_day(name: str) -> date | None:
    """A day of the past, or today, that the address asks for; None without one. Raises `BadInput`."""
    written = request.values.get(name, "").strip()
    if not written:
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = date.max
    if day > now.today():
        raise BadInput(Problem(name, N_("日期要写成2021-10-25的样子，不能晚于今天")))
    return day
