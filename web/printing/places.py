"""Which villages may be printed for, and how much of one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from engine.errors import NotFound
from states import regions
from states.regions import Region
from web import who

VILLAGE = 12


def villages(db: Session) -> Sequence[Region]:
    """The villages from which the person signed in may choose."""
    return regions.below(db, who.actor().area[:VILLAGE], "village")


def village_of(db: Session, code: str) -> Region:
    """The village of this code; raises `NotFound` for one outside the area."""
    found = next((one for one in villages(db) if one.code == code), None)
    if found is None:
        raise NotFound("region", code)
    return found


def printed_area(village: str) -> str:
    """What of a village belongs to the person: a grid's own part, where the actor sees no more of it."""
    return max(village, who.actor().area, key=len)
