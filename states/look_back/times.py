"""The procedure of its time: what held at a place on the day on which something was done."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from engine.errors import NotFound
from states.packs.loader import Pack
from states.packs.store import in_force, of_digest, present


class Times:
    """The packs of places and days, each looked up once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[tuple[str, date], Pack] = {}

    def pack(self, area: str, day: date) -> Pack:
        """The pack in force there on that day; before all of them, the first that ever held there.

        Raises `NotFound` for a place without any.
        """
        village = area[:12]
        if (village, day) not in self._known:
            self._known[village, day] = self._find(village, day)
        return self._known[village, day]

    def _find(self, area: str, day: date) -> Pack:
        try:
            return in_force(self._session, area, day)
        except NotFound:
            if (first := self._first(area)) is None:
                raise
            return of_digest(self._session, first)

    def _first(self, area: str) -> str | None:
        found = []
        for row in present(self._session):
            head = of_digest(self._session, row.digest).file.pack
            since, _until = head.valid.written
            found += [(since, len(place), row.digest) for place in head.places if area.startswith(place)]
        return min(found)[2] if found else None
