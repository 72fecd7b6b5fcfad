"""Every list that can be taken out, by its name in addresses."""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import NotFound
from states.listings import (
    changes,
    deadlines,
    desks,
    helping,
    leads,
    livelihood,
    look_back,
    place_sheets,
    places,
    problems,
    quality,
    reconciliation,
    records,
    reports,
    sessions,
    wordings,
)
from states.listings.listing import Listing

SECTIONS = (
    desks,
    changes,
    deadlines,
    places,
    records,
    leads,
    helping,
    livelihood,
    quality,
    reconciliation,
    look_back,
    reports,
    wordings,
    problems,
    sessions,
    place_sheets,
)
LISTINGS: Mapping[str, Listing] = {one.id: one for section in SECTIONS for one in section.LISTINGS}


def find(name: str) -> Listing:
    """A list; raises `NotFound`."""
    if name not in LISTINGS:
        raise NotFound("list", name)
    return LISTINGS[name]
