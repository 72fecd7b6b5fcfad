"""Reading the ledger forward: by how much each day changed the figures of each village.

An entry says to which state it led; from which, the entry of that kind before it says. Where the case lay on the day
says the first entry after it that put the case elsewhere; without one it still lies where it lay.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from engine.areas import within
from engine.cases import Case
from engine.clock import OFFICE, office_day
from engine.ledger import Entry
from states.figures.daily import FALSE, MOVE
from states.history.standing import MOVED, OPENED, PLACED, TAKEN_OVER, end_of
from states.quality.findings import CLAIMED, CLOSED, FINDING

HOUSEHOLD = "household"
KINDS = (HOUSEHOLD, FINDING.kind)
STATED = (OPENED, MOVED, TAKEN_OVER)
"""The entries that say in which state a case is."""
A_LOT = 5000
Changes = Counter[tuple[str, str]]
"""By (place, name) by how much a figure changed."""


def first_on(session: Session) -> date | None:
    """The day on which there was first anything to count."""
    query = select(Entry.at).join(Case, Case.id == Entry.case_id).where(Case.kind.in_(KINDS))
    at = session.scalar(query.order_by(Entry.at).limit(1))
    return office_day(at) if at else None


def changes(
    session: Session, since: date | None, until: date, area: str = "", length: int = 12
) -> Iterator[tuple[date, Changes]]:
    """Day by day by how much the figures changed, of the days on which anything did; places cut to a length."""
    for day, rows in groupby(_rows(session, since, until, area), key=lambda row: office_day(row[0])):
        found: Changes = Counter()
        for _at, entry, told, kind, lies, before, later in rows:
            for place, name, n in _told(entry, told, kind, json.loads(later)["from"] if later else lies, before):
                if place.startswith(area):
                    found[place[:length], name] += n
        yield day, found


def _told(entry: str, told: str, kind: str, place: str, before: str | None) -> Iterator[tuple[str, str, int]]:
    facts, was = json.loads(told), json.loads(before)["state"] if before else ""
    if entry == PLACED:
        yield facts["from"], f"{kind}.{was}", -1
        yield facts["to"], f"{kind}.{was}", 1
        return
    if was:
        yield place, f"{kind}.{was}", -1
    yield place, f"{kind}.{facts['state']}", 1
    if entry == MOVED and kind == HOUSEHOLD:
        yield place, f"{MOVE}{facts['move']}", 1
    if entry == MOVED and facts["move"] == "reopen" and was in (CLAIMED[0], CLOSED[0]):
        yield place, FALSE, 1


def _rows(session: Session, since: date | None, until: date, area: str) -> Iterator[Any]:
    other: Any = aliased(Entry)
    mine = other.case_id == Entry.case_id
    before = select(other.facts).where(mine, other.sequence < Entry.sequence, other.kind.in_(STATED))
    later = select(other.facts).where(mine, other.sequence > Entry.sequence, other.kind == PLACED)
    query = (
        select(
            Entry.at, Entry.kind, Entry.facts, Case.kind, Case.area,
            before.order_by(other.sequence.desc()).limit(1).scalar_subquery(),
            later.order_by(other.sequence).limit(1).scalar_subquery(),
        )
        .join(Case, Case.id == Entry.case_id)
        .where(Case.kind.in_(KINDS), Entry.kind.in_((*STATED, PLACED)), Entry.at < end_of(until))
        .order_by(Entry.at, Entry.id)
    )  # fmt: skip
    if since:
        query = query.where(Entry.at >= begin_of(since))
    if area:
        gone = Case.id.in_(select(other.case_id).where(other.kind == PLACED))
        query = query.where(within(Case.area, area) | gone)
    return iter(session.execute(query.execution_options(yield_per=A_LOT)))


def begin_of(day: date) -> datetime:
    """The instant with which an office day begins."""
    return datetime.combine(day, time(), OFFICE)
