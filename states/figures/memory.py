"""Figures that were counted once, by place, and are kept true: what the ledger says happened since is counted again.

No figure is believed longer than the ledger is unchanged: with each asking the newest entries are looked at first, and
the places that they speak of are counted anew. So what one process counted stays right whatever others write. Of late
entries (on PostgreSQL a number may be taken before another one's and be seen after it) the count of the newest
`WINDOW` numbers tells; then everything is counted anew.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select, true
from sqlalchemy.orm import Session

from engine.cases import Case
from engine.db import once
from engine.ledger import Entry
from states.history.standing import PLACED

WINDOW, MANY, HELD = 10_000, 40, 64
"""How many numbers back late entries are looked for; places after which all are counted anew; areas held at most."""
Key = TypeVar("Key", bound=Hashable)
Told = TypeVar("Told")
Count = Callable[[Session, Sequence[str], int, Key], dict[str, Told]]
"""Counts what lies in some areas, by place: the code cut to a length."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the ledger was read: its newest number, how many there were just below it, and the newest seal."""

    last: int
    near: int
    seal: str


@dataclass(slots=True)
class Held(Generic[Told]):
    """What was counted of an area, and where the ledger stood then."""

    mark: Mark
    places: Mapping[str, Told]


@dataclass(slots=True)
class Kept(Generic[Key, Told]):
    """One kind of figure with what is held of it; it belongs to one database and is shared by threads."""

    count: Count[Key, Told]
    held: OrderedDict[tuple[str, int, Key], Held[Told]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def of(self, session: Session, area: str, length: int, key: Key) -> Mapping[str, Told]:
        """The figures by place (the code cut to `length`) inside an area, as they are now."""
        name, now = (area, length, key), mark(session)
        held = self.held.get(name)
        if held is None or (touched := _touched(session, held.mark, now, area, length)) is None:
            places = self.count(session, [area], length, key)
        elif touched:
            fresh = self.count(session, sorted(touched), length, key)
            places = {place: told for place, told in held.places.items() if place not in touched} | fresh
        else:
            places = dict(held.places)
        with self.lock:
            self.held[name] = Held(now, places)
            self.held.move_to_end(name)
            while len(self.held) > HELD:
                self.held.popitem(last=False)
        return places


@dataclass(frozen=True, slots=True)
class Memory:
    """What one process holds of one database, by the function that counts it."""

    kept: dict[Count[Any, Any], Kept[Any, Any]] = field(default_factory=dict)

    def of(self, session: Session, count: Count[Key, Told], area: str, length: int, key: Key) -> Mapping[str, Told]:
        """What `count` finds by place (the code cut to `length`) inside an area, as it is now."""
        found: Kept[Key, Told] = self.kept.setdefault(count, Kept(count))
        return found.of(session, area, length, key)


_OF: WeakKeyDictionary[Engine, Memory] = WeakKeyDictionary()


def memory_of(session: Session) -> Memory:
    """What this process holds of the session's database."""
    return _OF.setdefault(session.get_bind().engine, Memory())


def mark(session: Session, last: int | None = None) -> Mark:
    """Where the ledger stands; with `last`, how it stands up to that number."""
    return once(session, ("mark", last), lambda: _mark(session, last))


def _mark(session: Session, last: int | None) -> Mark:
    upto = Entry.id <= last if last is not None else true()
    newest = select(Entry.id, Entry.seal).where(upto).order_by(Entry.id.desc()).limit(1).subquery()
    nearby = Entry.id > newest.c.id - WINDOW, Entry.id <= newest.c.id
    near = select(func.count()).select_from(Entry).where(*nearby).scalar_subquery()
    row = session.execute(select(newest.c.id, near, newest.c.seal)).one_or_none()
    return Mark(*row) if row else Mark(0, 0, "")


def _touched(session: Session, was: Mark, now: Mark, area: str, length: int) -> set[str] | None:
    """The places of which the ledger spoke since; None where they are too many, or where something came late."""
    if now == was:
        return set()
    if now.last - was.last > WINDOW or mark(session, was.last) != was:
        return None
    query = select(Case.area, Entry.kind, Entry.facts).join(Case, Case.id == Entry.case_id)
    found: set[str] = set()
    for lies, kind, facts in session.execute(query.where(Entry.id > was.last)):
        left = json.loads(facts)["from"] if kind == PLACED else lies
        found |= {place[:length] for place in (lies, left) if place.startswith(area)}
        if len(found) > MANY:
            return None
    return found
