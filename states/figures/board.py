"""The board of a place: itself and its parts, with progress, quality and timeliness side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from states.figures import standing
from states.figures.memory import Memory
from states.figures.scope import Scope
from states.figures.standing import Days, Standing, gathered


@dataclass(frozen=True, slots=True)
class Board:
    """The place and its parts."""

    whole: Standing
    parts: Mapping[str, Standing]


def board(session: Session, memory: Memory, here: Scope) -> Board:
    """The board of a scope as it is now."""
    places = memory.of(session, standing.count, here.area, here.finest, Days(here.since, here.today))
    whole = gathered(places, 0).get("", Standing("", {}))
    return Board(Standing(here.area, whole.n), gathered(places, here.length))
