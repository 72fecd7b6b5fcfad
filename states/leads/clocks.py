"""The clocks of leads, as plans set them by channel: by when to visit, to decide and to answer; how many visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy.orm import Session

from engine.arrangements import calendar_for
from engine.durations import parse
from engine.workdays import Calendar
from states.packs.room_parts import LeadPart
from states.packs.store import of_digest, present
from states.places.changes import recoded, same_places

DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Term:
    """What a plan says about leads at one of its places, with the days between which it holds."""

    place: str
    since: str
    until: str
    rules: dict[str, LeadPart]


class Clocks:
    """The rules of all plans in force, read once; of two plans the one of the narrower place holds."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._terms: list[Term] = []
        self._calendars: dict[str, Calendar] = {}
        self._known_as: dict[str, list[str]] = {}
        self._recoded = bool(recoded(session))
        for row in present(session):
            file = of_digest(session, row.digest).file
            self._terms += [Term(place, *file.pack.valid.written, file.lead) for place in file.pack.places]
        self._terms.sort(key=lambda term: -len(term.place))

    def of(self, area: str, day: date, channel: str) -> LeadPart:
        """What holds for a channel at a place on a day: the channel's own rule, else the plan's for all of them."""
        on, names = day.isoformat(), self._names(area)
        for term in self._terms:
            if term.since <= on <= term.until and any(name.startswith(term.place) for name in names):
                return term.rules.get(DEFAULT, LeadPart()).with_own(term.rules.get(channel))
        return LeadPart()

    def last_on(self, area: str, since: date, within: str | None) -> date | None:
        """The last day of a length that begins after a day; None where the plan sets none."""
        if within is None:
            return None
        length = _length(within)
        return self._calendar(area).period(since, length.n, length.unit).last_on

    def _calendar(self, area: str) -> Calendar:
        """The calendar of a place's township, read once."""
        place = area[:9]
        if place not in self._calendars:
            self._calendars[place] = calendar_for(self._session, place)
        return self._calendars[place]

    def _names(self, area: str) -> list[str]:
        """The codes that the place has and had; one is asked for them only where places ever changed theirs."""
        if not self._recoded:
            return [area]
        place = area[:12]
        if place not in self._known_as:
            self._known_as[place] = same_places(self._session, place)
        return [area, *self._known_as[place]]


_length = cache(parse)
