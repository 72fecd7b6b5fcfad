"""What the address of a worklist asks for: the part of the area, the step, ready or blocked, and the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for

from engine.actors import Actor
from engine.worklist import Place

ONLY = ("ready", "blocked")


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters in force."""

    area: str
    step: str
    only: str
    after: Place | None

    def address(self, **changes: str) -> str:
        """The address of the same list with other filters, from its first page."""
        wanted: dict[str, Any] = {"area": self.area, "step": self.step, "only": self.only} | changes
        return url_for("worklist.index", **{name: value for name, value in wanted.items() if value})

    def next(self, place: Place | None) -> str | None:
        """The address of the next page."""
        return self.address(after=f"{place.due_on.isoformat()}.{place.case_id}.{place.step}") if place else None


def asked(by: Actor) -> Asked:
    """What this request asks for; whatever does not make sense is left out."""
    area, only = request.args.get("area", ""), request.args.get("only", "")
    inside = area.isdecimal() and by.covers(area) and area != by.area
    step = request.args.get("step", "")
    return Asked(area if inside else "", step, only if only in ONLY else "", _place(request.args.get("after", "")))


def _place(text: str) -> Place | None:
    day, _dot, rest = text.partition(".")
    case_id, _dot, step = rest.partition(".")
    try:
        return Place(date.fromisoformat(day), int(case_id), step) if len(case_id) < 16 else None
    except ValueError:
        return None
