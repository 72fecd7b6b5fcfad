"""Where and when packs hold, for many places at once: a few statements, however many cases are asked about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, false, or_
from sqlalchemy.orm import Session

from engine.areas import within
from engine.cases import Case
from states.packs.known import stored
from states.packs.loader import Pack
from states.packs.store import of_digest
from states.places.changes import recoded


class Holding:
    """Which pack holds at a place on a day, of those in force with `instead` in the place of their namesakes.

    Of several the one of the narrowest place holds; a place that was given another code is still the place that a
    pack named by its former one.
    """

    def __init__(self, session: Session, day: date, instead: Mapping[str, str] | None = None) -> None:
        digests = {name: row.digest for name, row in stored(session).items()} | dict(instead or {})
        given = recoded(session)
        terms: list[tuple[int, str, str]] = []
        for digest in digests.values():
            head = of_digest(session, digest).file.pack
            if (head.valid.since or day) <= day <= (head.valid.until or day):
                for place in head.places:
                    terms += [(len(place), known, digest) for known in _known_as(place, given)]
        self._terms = sorted(terms, key=lambda term: -term[0])
        self._found: dict[str, str] = {}

    def at(self, area: str) -> str:
        """The digest of the pack that holds at a place; "" where none does."""
        if area not in self._found:
            self._found[area] = next((digest for _, place, digest in self._terms if area.startswith(place)), "")
        return self._found[area]

    def around(self, area: str) -> list[str]:
        """The digests of the packs that hold at an area or somewhere inside it, the narrowest place first."""
        found = [digest for _, place, digest in self._terms if place.startswith(area) or area.startswith(place)]
        return list(dict.fromkeys(found))

    def cases_of(self, digests: Iterable[str]) -> ColumnElement[bool]:
        """The condition on cases that lie where these packs hold; narrower packs may still hold at some of them."""
        wanted = set(digests)
        return or_(false(), *(within(Case.area, place) for _, place, digest in self._terms if digest in wanted))


def places_of(session: Session, pack: Pack) -> tuple[str, ...]:
    """The codes of the places that a pack names, those among them that they were given since."""
    return places_of_all(session, [pack])[0]


def places_of_all(session: Session, packs: Iterable[Pack]) -> list[tuple[str, ...]]:
    """The same of some packs; one statement."""
    given = recoded(session)
    return [tuple(known for place in one.file.pack.places for known in _known_as(place, given)) for one in packs]


def _known_as(place: str, recoded: Iterable[tuple[str, str]]) -> list[str]:
    """The codes under which cases of a place may lie today."""
    found = [place]
    for old, new in recoded:
        for known in list(found):
            if known.startswith(old):
                found.append(new + known[len(old) :])
            elif old.startswith(known):
                found.append(new)
    return list(dict.fromkeys(found))
