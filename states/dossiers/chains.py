"""The ledger's entries with their seals, word for word as they were sealed, so that anybody can seal them again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.book import Book
from engine.cases import Case
from engine.db import stamp
from engine.definition import Definition
from engine.ledger import Entry
from states.case_list import KIND

Told = Callable[[Entry, Definition], str]
"""What an entry of a household says, in a sentence."""


def chains_of(session: Session, book: Book, case_ids: Iterable[int], told: Told) -> dict[int, dict[str, Any]]:
    """The chain of each case from its first entry to its head; two statements for all.

    `facts` stays the text that was sealed. `said` is what it says in words, and no part of what was sealed.
    """
    wanted = sorted(set(case_ids))
    cases = {one.id: one for one in session.scalars(select(Case).where(Case.id.in_(wanted)))}
    found: dict[int, dict[str, Any]] = {
        one.id: {"case": one.id, "kind": one.kind, "sequence": one.sequence, "head": one.head, "entries": []}
        for one in cases.values()
    }
    query = select(Entry).where(Entry.case_id.in_(wanted)).order_by(Entry.case_id, Entry.sequence)
    for entry in session.scalars(query):
        case = cases[entry.case_id]
        said = told(entry, book.definition(session, case.definition)) if case.kind == KIND else ""
        found[case.id]["entries"].append(_entry(entry, said))
    return found


def _entry(entry: Entry, said: str) -> dict[str, Any]:
    return {
        "sequence": entry.sequence,
        "kind": entry.kind,
        "actor_id": entry.actor_id,
        "actor_name": entry.actor_name,
        "actor_role": entry.actor_role,
        "at": stamp(entry.at),
        "facts": entry.facts,
        "seal": entry.seal,
        "said": said,
    }
