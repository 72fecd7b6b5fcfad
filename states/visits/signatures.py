"""Whether this year's key facts carry both signatures (两不愁三保障和年度收入“双签字”, TZ25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from states.changes.key_facts import SIGNERS, tells
from states.changes.visits import Seen, visits_of


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """The newest visit that told of key facts, None for none, and the signatures that this year's lack."""

    last: Seen | None
    unsigned: tuple[str, ...]


def key_facts_of(session: Session, case_ids: Sequence[int], today: date) -> dict[int, KeyFacts]:
    """The key facts of each case as last found; a visit of an earlier year counts for no signature."""
    visits, found = visits_of(session, case_ids), {}
    for case_id in case_ids:
        last = next(filter(tells, visits.get(case_id, ())), None)
        this_year = last is not None and last.happened_on.year == today.year
        signers = last.signers if last and this_year else frozenset()
        found[case_id] = KeyFacts(last, tuple(one for one in SIGNERS if one not in signers))
    return found
