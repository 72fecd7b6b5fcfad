"""A list that can be taken out: its title, its headings, its filters, and how its lines are read and told.

The lines come from the function that the page calls, a page at a time, so that a list of any length passes through
and nothing is on it that the page would not show. Texts are Chinese, as everything that leaves the office.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.clock import OFFICE, office_day
from engine.runs import NO_DATE
from states import regions
from states.roles import Permission, allows
from states.workbooks import Cell

Row = TypeVar("Row")
Place = TypeVar("Place")
Line = Sequence[Cell]

PLACES = ("area", "village", "below")
"""The parameters that name a place."""
A_PAGE = 500
ALL = 1_000_000
"""As many as a short list can ever have, where its page shows the latest ones only."""
AT_ONCE = 20_000
"""So many lines are written while somebody waits; a longer list is a job in the background."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a list: who looks, when, and what is asked of it in the parameters of the page's address."""

    session: Session
    book: Book
    by: Actor
    at: datetime
    asked: Mapping[str, str]

    @property
    def today(self) -> date:
        """The day in the office."""
        return office_day(self.at)

    @property
    def area(self) -> str:
        """The part of the actor's area that is asked for; all of it by default."""
        return next((self.asked[name] for name in PLACES if self.asked.get(name)), self.by.area)

    def get(self, name: str) -> str:
        """What is asked under a name; empty for nothing."""
        return self.asked.get(name, "")

    def number(self, name: str, default: int = 0) -> int:
        """A number that is asked for."""
        return int(self.asked.get(name) or default)

    def day(self, name: str, default: date) -> date:
        """A day that is asked for."""
        return date.fromisoformat(self.asked[name]) if self.asked.get(name) else default


@dataclass(frozen=True, slots=True)
class Filter:
    """One parameter: its name in the address, what people call it, and a value in words, "" for one without sense."""

    name: str
    label: str
    word: Callable[[str, Actor], str]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: `needs` is what its page asks for, besides the permission to take lists out."""

    id: str
    title: str
    headings: tuple[str, ...]
    lines: Callable[[Look], Iterator[Line]]
    filters: tuple[Filter, ...] = ()
    needs: Permission = Permission.READ_HOUSEHOLD

    def asked(self, sent: Mapping[str, str], by: Actor) -> dict[str, str]:
        """What of the parameters makes sense; the rest is not asked, as on the page."""
        return {one.name: sent[one.name] for one in self.filters if sent.get(one.name) and one.word(sent[one.name], by)}

    def may(self, role: str) -> bool:
        """Whether a role takes this list out."""
        return allows(role, Permission.EXPORT) and allows(role, self.needs)


def choice(name: str, label: str, words: Mapping[str, str]) -> Filter:
    """A parameter with known values."""
    return Filter(name, label, lambda value, _by: words.get(value, ""))


def number(name: str, label: str) -> Filter:
    """A parameter that is a number."""
    return Filter(name, label, lambda value, _by: value if value.isdecimal() and len(value) < 16 else "")


def day(name: str, label: str) -> Filter:
    """A parameter that is a day."""
    return Filter(name, label, lambda value, _by: value if _is_day(value) else "")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _inside(value: str, by: Actor) -> str:
    return value if value.isdecimal() and by.covers(value) else ""


AREA = Filter("area", "地区", _inside)
"""A part of the actor's area."""


def paged(look: Look, fetch: Callable[[Place], tuple[Sequence[Row], Place]], first: Place) -> Iterator[Sequence[Row]]:
    """Page after page, each forgotten once it is told; `fetch` answers a page and what to go on from, if anything."""
    after = first
    while True:
        rows, after = fetch(after)
        yield rows
        look.session.expunge_all()
        if not after:
            return


class Places:
    """Names of places, read as they are met."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, str] = {}

    def learn(self, areas: Iterable[str]) -> None:
        """Read the names of these places and of the villages they lie in."""
        wanted = {code for area in areas for code in (area, area[:12])}
        if fresh := wanted - self._known.keys():
            self._known |= dict.fromkeys(fresh, "") | regions.names(self._session, fresh)

    def village(self, area: str) -> str:
        """The name of the village of a place that was learnt."""
        return self._known.get(area[:12], "")

    def of(self, area: str) -> str:
        """The name of a place that was learnt; its code without one."""
        return self._known.get(area) or area


def told(value: date | datetime | None) -> str:
    """A day or a moment of the office as a cell; empty for none."""
    if value is None or value == NO_DATE:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(OFFICE):%Y-%m-%d %H:%M}"
    return value.isoformat()
