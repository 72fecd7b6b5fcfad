"""The ledger as other systems read it: entry after entry, what happened to which case, and nobody's name."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.cases import Case
from engine.db import stamp
from engine.horizon import settled
from engine.ledger import Entry

WINDOW = 20_000
"""So many entries are looked through at most for one page, however few of them lie in the area."""
MOVED = "placed"
"""The kind of entry that says that a case went to another area."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: `area` is where the case lay then, `seal` the digest by which the entry is sealed onto the last."""

    id: int
    at: str
    case_id: int
    case_kind: str
    area: str
    sequence: int
    event: str
    act: str
    move: str
    state: str
    role: str
    seal: str


@dataclass(frozen=True, slots=True)
class Page:
    """Entries in their order; `next` is what to go on from, `more` whether there is something beyond it now."""

    items: tuple[Item, ...]
    next: int
    more: bool


def page(session: Session, area: str, *, after: int, limit: int, kinds: Collection[str] = ()) -> Page:
    """The entries after an id of cases that lie in an area; three statements, and a wait for whoever writes.

    A page that is full, or that reached the end of its window, is the same whenever it is asked for.
    """
    top = settled(session)
    last = min(top, after + WINDOW)
    query = (
        select(Entry, Case.kind, Case.area)
        .join(Case, Case.id == Entry.case_id)
        .where(Entry.id > after, Entry.id <= last, within(Case.area, area))
    )
    if kinds:
        query = query.where(Case.kind.in_(sorted(kinds)))
    rows = session.execute(query.order_by(Entry.id).limit(limit + 1)).all()
    found = rows[:limit]
    places = _places(session, found)
    items = tuple(_item(entry, kind, places[entry.id]) for entry, kind, _area in found)
    if len(rows) > limit:
        return Page(items, items[-1].id, more=True)
    if last < top:
        return Page(items, last, more=True)
    return Page(items, items[-1].id if items else after, more=False)


def _places(session: Session, rows: Sequence[Any]) -> dict[int, str]:
    """Where the case of each entry lay when it was written: before its next move, else where it lies now."""
    cases = {entry.case_id for entry, *_ in rows}
    moves: dict[int, list[tuple[int, str]]] = {}
    query = select(Entry.case_id, Entry.sequence, Entry.facts).where(Entry.case_id.in_(cases), Entry.kind == MOVED)
    for case_id, sequence, facts in session.execute(query.order_by(Entry.sequence)):
        moves.setdefault(case_id, []).append((sequence, json.loads(facts)["from"]))
    return {
        entry.id: next((was for at, was in moves.get(entry.case_id, ()) if at > entry.sequence), area)
        for entry, _kind, area in rows
    }


def _item(entry: Entry, kind: str, area: str) -> Item:
    told = entry.told
    said = {name: str(told.get(name) or "") for name in ("act", "move", "state")}
    return Item(
        id=entry.id, at=stamp(entry.at), case_id=entry.case_id, case_kind=kind, area=area, sequence=entry.sequence,
        event=entry.kind, role=entry.actor_role, seal=entry.seal, **said,
    )  # fmt: skip
