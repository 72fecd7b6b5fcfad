"""Where a household lay on a past day, by its own ledger, with the names that its places had then (XZ22)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.clock import office_day
from engine.ledger import Entry
from states import regions
from states.households import Household
from states.places.changes import CORRECTED, RENAMED, RegionChange
from states.regions import LEVELS

OF_A_HOUSEHOLD = ("township", "village", "group")


@dataclass(frozen=True, slots=True)
class Stay:
    """A time in which a household lay in one group; `name` is what the place was called when it ended, or now.

    `since_on` is None from the registration on, `until_on` None for where it lies now. `reason` and `document` are
    those of the move that ended it.
    """

    code: str
    name: str
    since_on: date | None
    until_on: date | None
    reason: str = ""
    document: str = ""


def stays(session: Session, household: Household) -> list[Stay]:
    """Where a household has lain, the present place first."""
    moves = list(session.scalars(_moves(household.case_id)))
    found: list[Stay] = []
    since: date | None = None
    names = _Names(session, {household.group_code, *(move.told["from"] for move in moves)})
    for move in moves:
        told, until = move.told, office_day(move.at)
        reason, document = told.get("reason", ""), told.get("document", "")
        found.append(Stay(told["from"], names.full(told["from"], move.at), since, until, reason, document))
        since = until
    found.append(Stay(household.group_code, names.full(household.group_code, None), since, None))
    return found[::-1]


def on(found: list[Stay], day: date) -> Stay:
    """The stay of a past day, among all of a household; a day of moving counts to the new place."""
    return next((stay for stay in found if stay.since_on is None or stay.since_on <= day), found[-1])


def _moves(case_id: int):  # type: ignore[no-untyped-def] # longer than the query
    return select(Entry).where(Entry.case_id == case_id, Entry.kind == "placed").order_by(Entry.sequence)


class _Names:
    """The names of places at any instant: the present ones, and what they were called before each change."""

    def __init__(self, session: Session, groups: Collection[str]) -> None:
        codes = {group[:length] for group in groups for length in LEVELS}
        self._now = regions.names(session, codes)
        query = select(RegionChange).where(RegionChange.code.in_(codes), RegionChange.kind.in_((RENAMED, CORRECTED)))
        self._lines = list(session.scalars(query.order_by(RegionChange.id)))

    def full(self, group: str, at: datetime | None) -> str:
        """The names from the township down as they were at an instant; now for None."""
        return "".join(self._at(group[:length], at) for length, level in LEVELS.items() if level in OF_A_HOUSEHOLD)

    def _at(self, code: str, at: datetime | None) -> str:
        later = (line for line in self._lines if line.code == code and at is not None and line.at >= at)
        line = next(later, None)
        return line.before.partition("；")[0] if line else self._now.get(code, "")
