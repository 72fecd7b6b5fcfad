"""Progress by place: how many households of each place stand where, and what is open and overdue there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine import tallies
from engine.actors import Actor
from states import desk, regions
from states.lifecycle import LABELS
from states.regions import Region

LENGTHS = (6, 9, 12, 14)


@dataclass(frozen=True, slots=True)
class Progress:
    """A place with its households by state, and its open and overdue steps."""

    place: Region
    states: Mapping[str, int]
    open: int
    overdue: int


def level_of(by: Actor) -> int:
    """The length of the codes that a post looks at: a village its groups, a prefecture its counties."""
    length = next((one for one in LENGTHS if one > len(by.area)), 14)
    return 12 if length == 9 else length  # a county looks at its villages


def by_place(session: Session, by: Actor, today: date) -> list[Progress]:
    """The places of the level that a post looks at; abolished ones only where households are left."""
    length = level_of(by)
    tally = tallies.by_place(session, "household", by.area, length)
    work = desk.load_by_place(session, by.area, length, today)
    lines = [
        Progress(
            place,
            {state: tally.get((place.code, state), 0) for state in LABELS},
            *work.get(place.code, (0, 0)),
        )
        for place in regions.below(session, by.area, regions.LEVELS[length])
    ]
    return [line for line in lines if line.place.abolished_on is None or any(line.states.values())]
