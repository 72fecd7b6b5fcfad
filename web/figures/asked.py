"""What a page of figures is asked for: the place, how far down its parts lie, and the addresses of the lists behind."""

from __future__ import annotations

from flask import request, url_for

from engine.errors import NotFound
from states.figures.scope import Scope, scope
from web import now, who

VILLAGES = "village"


def asked() -> Scope:
    """The scope that the address names; raises `NotFound` for a place outside the actor's area."""
    area = request.args.get("area", "")
    if area and not area.isdecimal():
        raise NotFound("region", area)
    by_village = request.args.get("by") == VILLAGES
    return scope(area, who.actor(), now.today(), 12 if by_village else 0)


def path_of(here: Scope, own: str) -> list[str]:
    """The codes from the actor's own place down to the one that is asked for."""
    return [here.area[:length] for length in (2, 4, 6, 9, 12, 14) if len(own) <= length < len(here.area)]


def way(code: str) -> str:
    """The address of a place's board; a group has none."""
    return url_for("figures.index", area=code) if len(code) < 14 else ""


def behind(here: Scope, base: str, figure: str, area: str, part: str = "") -> str:
    """The address of the list behind a figure that reports tell too: exactly the rows that it counts.

    `base` is that of the lists, looked up once for a page of many figures.
    """
    told = f"figure={figure}&area={area}&since={here.since.isoformat()}&until={here.today.isoformat()}"
    return f"{base}?{told}&part={part}" if part else f"{base}?{told}"


def bases() -> dict[str, str]:
    """The addresses of the lists behind figures, without what is asked of them."""
    lists = {"register": "register.index", "quality": "quality.index", "share": "totals.share"}
    return {name: url_for(endpoint) for name, endpoint in lists.items()} | {"figure": url_for("reports.figure")}
