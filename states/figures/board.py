"""The board of a place: itself and its parts, with progress, quality and timeliness side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from states.figures import standing, waiting
from states.figures.memory import Kept
from states.figures.scope import Scope
from states.figures.standing import Days, Standing, gathered
from states.figures.waiting import Waits


def _standings() -> Kept[Days, Counter[str]]:
    return Kept(standing.count)


def _waits() -> Kept[Days, Waits]:
    return Kept(waiting.count)


@dataclass(frozen=True, slots=True)
class Memory:
    """What one process holds of the figures of one database."""

    standings: Kept[Days, Counter[str]] = field(default_factory=_standings)
    waits: Kept[Days, Waits] = field(default_factory=_waits)


@dataclass(frozen=True, slots=True)
class Board:
    """The place and its parts."""

    whole: Standing
    parts: Mapping[str, Standing]


def board(session: Session, memory: Memory, here: Scope) -> Board:
    """The board of a scope as it is now."""
    places = memory.standings.of(session, here.area, here.finest, Days(here.since, here.today))
    whole = gathered(places, 0).get("", Standing("", {}))
    return Board(Standing(here.area, whole.n), gathered(places, here.length))
