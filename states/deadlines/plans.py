"""Which plan holds where and when, for many places and days at once: read once, asked as often as one likes."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from states.packs.duty import Duty, Reminder
from states.packs.known import stored
from states.packs.schema import PackFile
from states.packs.store import of_digest
from states.wordings.holding import places_of_all

USUAL = Reminder()
"""How people are reminded where no plan says anything."""


class Plans:
    """The plans in force, the narrowest place ahead."""

    def __init__(self, session: Session) -> None:
        packs = [of_digest(session, row.digest) for row in stored(session).values()]
        places = zip(packs, places_of_all(session, packs), strict=True)
        terms = [(place, pack.file) for pack, named in places for place in named]
        self._terms = sorted(terms, key=lambda term: -len(term[0]))
        self._longest = max((len(place) for place, _ in terms), default=0)
        self._found: dict[tuple[str, date], PackFile | None] = {}

    def at(self, area: str, day: date) -> PackFile | None:
        """The plan that holds at a place on a day; None where none does."""
        asked = area[: self._longest], day
        if asked not in self._found:
            self._found[asked] = next(
                (file for place, file in self._terms if area.startswith(place) and _holds(file, day)), None
            )
        return self._found[asked]

    def duties(self) -> list[Duty]:
        """Every duty that some plan in force knows; of namesakes the one of the narrowest place."""
        found: dict[str, Duty] = {}
        for _, file in self._terms:
            for duty in file.duty:
                found.setdefault(duty.name, duty)
        return list(found.values())

    def reminder(self, area: str, day: date) -> Reminder:
        """How people are reminded at a place."""
        file = self.at(area, day)
        return file.reminder if file else USUAL


def _holds(file: PackFile, day: date) -> bool:
    valid = file.pack.valid
    return (valid.since or day) <= day <= (valid.until or day)
