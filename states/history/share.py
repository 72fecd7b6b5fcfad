"""The share of monitored households whose risk is eliminated, at any level and at the end of any day (HN11).

Counted are the households that had been taken in by then and were neither cleared out nor struck off: monitored,
re-flagged, or free of risk. Where each stood is what its ledger says, so a past day stays what it was.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.errors import NotFound
from engine.ledger import Entry
from states.history.standing import MOVED, TAKEN_OVER, end_of
from states.lifecycle import CANDIDATE, ELIMINATED, MONITORED, RE_FLAGGED
from states.regions import LEVELS

COUNTED = (MONITORED, RE_FLAGGED, ELIMINATED)
"""The states that make a household one of those monitored."""
CENT = Decimal("0.01")


@dataclass(slots=True)
class Share:
    """The monitored households of one place by state."""

    code: str
    states: Counter[str] = field(default_factory=Counter)

    @property
    def monitored(self) -> int:
        """All that are monitored, those free of risk among them."""
        return self.states.total()

    @property
    def eliminated(self) -> int:
        """Those free of risk."""
        return self.states[ELIMINATED]

    @property
    def percent(self) -> Decimal | None:
        """The share in per cent with two places; None where nobody is monitored."""
        if not self.monitored:
            return None
        return (Decimal(100) * self.eliminated / self.monitored).quantize(CENT, ROUND_HALF_UP)


def share_on(session: Session, area: str, day: date, by: Actor) -> tuple[Share, list[Share]]:
    """The share of an area at the end of a day, and of its parts one level below, by the places of today.

    One statement, however large the area. Raises `NotFound` outside the actor's area.
    """
    if not by.covers(area):
        raise NotFound("region", area)
    whole, parts = Share(area), dict[str, Share]()
    for code, state, n in session.execute(_counting(area, day)):
        parts.setdefault(code, Share(code)).states[state] += n
        whole.states[state] += n
    return whole, [parts[code] for code in sorted(parts)]


def _counting(area: str, day: date) -> Select[str, str, int]:
    """How many households stood in each counted state, by part: what the last move before the day's end made of each.

    Who has never been moved nor taken over is a candidate still, so only the others are looked at.
    """
    begun = Case.state != CANDIDATE, Case.kind == "household", within(Case.area, area)
    last = (
        select(Entry.case_id, func.max(Entry.sequence).label("sequence"))
        .join(Case, Case.id == Entry.case_id)
        .where(*begun, Entry.kind.in_((MOVED, TAKEN_OVER)), Entry.at < end_of(day))
        .group_by(Entry.case_id)
        .subquery()
    )
    length = next((one for one in LEVELS if one > len(area)), max(LEVELS))
    part, state = func.substr(Case.area, 1, length), case(*((_made(one), one) for one in COUNTED))
    moved = select(part, state, func.count()).join_from(last, Entry, _same(last.c.case_id, last.c.sequence))
    return moved.join(Case, Case.id == Entry.case_id).where(state.is_not(None)).group_by(part, state)


def _same(case_id: ColumnElement[int], sequence: ColumnElement[int]) -> ColumnElement[bool]:
    return (Entry.case_id == case_id) & (Entry.sequence == sequence)


def _made(state: str) -> ColumnElement[bool]:
    """Whether an entry says that it led into a state: sealed texts have no spaces, and what people wrote is quoted."""
    return Entry.facts.contains(f'"state":"{state}"', autoescape=True)
