"""What an address or a form asks of a list: its layout, and whom the page shows."""

from __future__ import annotations

from flask import request

from engine.errors import NotFound
from states.codes import codes
from states.exchange.exports import Filter
from states.exchange.layouts import Layout, shipped
from states.lifecycle import LABELS
from web import who


def layout_of(name: str) -> Layout:
    """A layout that goes out; raises `NotFound`."""
    layout = shipped().get(name)
    if layout is None or "export" not in layout.use:
        raise NotFound("layout", name)
    return layout


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
