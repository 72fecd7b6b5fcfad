"""The lines of income of all plans in force, read once: asking one by one would read every plan each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from states.packs.store import of_digest, present


@dataclass(frozen=True, slots=True)
class Term:
    """The line of a plan at one of its places, in yuan a head and year, with the days between which it holds."""

    place: str
    since: str
    until: str
    line: int


class Lines:
    """The lines that hold at places on days; of two plans the one of the narrower place."""

    def __init__(self, session: Session) -> None:
        self._terms: list[Term] = []
        for row in present(session):
            file = of_digest(session, row.digest).file
            self._terms += [Term(place, *file.pack.valid.written, file.income.line) for place in file.pack.places]
        self._terms.sort(key=lambda term: -len(term.place))

    def at(self, area: str, day: date) -> int | None:
        """The line at a place on a day; None where no plan holds."""
        on = day.isoformat()
        return next(
            (one.line for one in self._terms if area.startswith(one.place) and one.since <= on <= one.until), None
        )

    def highest(self, area: str, day: date) -> int | None:
        """The highest line that any place of an area may have on a day; None where there is none."""
        on = day.isoformat()
        here = [one for one in self._terms if area.startswith(one.place) or one.place.startswith(area)]
        return max((one.line for one in here if one.since <= on <= one.until), default=None)
