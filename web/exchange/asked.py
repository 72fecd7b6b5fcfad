"""What an address or a form asks of a list: whom the page shows."""

from __future__ import annotations

from flask import request

from engine.errors import NotFound
from states.codes import codes
from states.exchange.exports import Filter
from states.lifecycle import LABELS
from web import who


def shown_filter() -> Filter:
    """What the page shows; what it does not know, it shows nothing of. Raises `NotFound` for another's area."""
    area, state = request.values.get("area", ""), request.values.get("state", "")
    if area and not (area.isdecimal() and who.actor().covers(area)):
        raise NotFound("region", area)
    category = request.values.get("category", "")
    return Filter(
        area,
        state if state in LABELS else "",
        category if category in codes("category").labels else "",
        request.values.get("q", "").strip()[:60],
    )
