"""How far each place is: households by state, doubts about data, steps that are open, late, done in time or not.

Counted in few statements for any number of places; the pages keep them (`states.figures.memory`). Only households go
through procedures, so that a step is a household's without its case being asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from engine import worklist
from engine.areas import within_any
from engine.cases import Case
from engine.ledger import Entry
from engine.runs import NO_DATE, Step
from engine.tallies import Tally
from states.caps import past_cap
from states.figures.daily import FALSE
from states.figures.dates import office_day_of
from states.figures.replay import HOUSEHOLD, KINDS, STATED, begin_of
from states.history.standing import MOVED
from states.lifecycle import EXITED, LABELS
from states.quality.findings import CLAIMED, CLOSED, FINDING, OPEN

OPEN_STEPS, LATE_STEPS, IN_TIME, DONE_LATE = "steps.open", "steps.late", "steps.in-time", "steps.done-late"


@dataclass(frozen=True, slots=True)
class Days:
    """From which day what was done is counted, and which day is today."""

    since: date
    today: date


def count(session: Session, areas: Sequence[str], length: int, days: Days) -> dict[str, Counter[str]]:
    """The figures of the places inside some areas, by code cut to a length."""
    found: dict[str, Counter[str]] = {}
    queries = (_tallied(areas, length), _open(session, areas, length, days), _done(areas, length, days))
    for query in queries:
        for place, name, n in session.execute(query):
            found.setdefault(place, Counter())[name] += int(n)
    for place in _false(session, areas, length, days):
        found.setdefault(place, Counter())[FALSE] += 1
    return found


def _tallied(areas: Sequence[str], length: int) -> Select[Any]:
    place, name = func.substr(Tally.area, 1, length), Tally.kind + "." + Tally.state
    query = select(place, name, func.sum(Tally.n)).where(Tally.kind.in_(KINDS), within_any(Tally.area, areas))
    return query.group_by(place, name).having(func.sum(Tally.n) != 0)


def _open(session: Session, areas: Sequence[str], length: int, days: Days) -> Select[Any]:
    late = or_(Step.due_on < days.today, past_cap(session, areas[0], days.today))
    rows = select(
        func.substr(Step.area, 1, length).label("place"), case((late, LATE_STEPS), else_=OPEN_STEPS).label("name")
    )
    return _counted(rows.where(worklist.IS_OPEN, within_any(Step.area, areas)))


def _done(areas: Sequence[str], length: int, days: Days) -> Select[Any]:
    in_time = or_(Step.due_on == NO_DATE, office_day_of(Step.done_at) <= Step.due_on)
    rows = select(
        func.substr(Step.area, 1, length).label("place"), case((in_time, IN_TIME), else_=DONE_LATE).label("name")
    )
    return _counted(rows.where(within_any(Step.area, areas), worklist.IS_DONE, Step.done_at >= begin_of(days.since)))


def _counted(rows: Select[Any]) -> Select[Any]:
    found = rows.subquery()
    return select(found.c.place, found.c.name, func.count()).group_by(found.c.place, found.c.name)


def _false(session: Session, areas: Sequence[str], length: int, days: Days) -> Iterable[str]:
    """The places of corrections that proved not to be any; what was waived and found again is none of them."""
    other: Any = aliased(Entry)
    before = select(other.facts).where(other.case_id == Entry.case_id, other.sequence < Entry.sequence)
    before = before.where(other.kind.in_(STATED)).order_by(other.sequence.desc()).limit(1)
    query = (
        select(func.substr(Case.area, 1, length), before.scalar_subquery())
        .select_from(Case)
        .join(Entry, Entry.case_id == Case.id)
        .where(Case.kind == FINDING.kind, within_any(Case.area, areas), Entry.kind == MOVED)
        .where(Entry.at >= begin_of(days.since), Entry.facts.contains('"move":"reopen"'))
    )
    for place, facts in session.execute(query):
        if any(f'"state":"{state}"' in facts for state in (CLAIMED[0], CLOSED[0])):
            yield place


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one place is."""

    code: str
    n: Mapping[str, int]

    def state(self, state: str) -> int:
        """How many households are in a state."""
        return self.n.get(f"{HOUSEHOLD}.{state}", 0)

    def doubts(self, *states: str) -> int:
        """How many doubts are in one of these states."""
        return sum(self.n.get(f"{FINDING.kind}.{state}", 0) for state in states)

    @property
    def households(self) -> int:
        """How many households are in the register and have not left."""
        return sum(self.state(state) for state in LABELS if state != EXITED)

    @property
    def standing_doubts(self) -> int:
        """How many doubts nobody has settled yet."""
        return self.doubts(OPEN[0], CLAIMED[0])

    @property
    def late(self) -> int:
        """How many open steps are past their last day."""
        return self.n.get(LATE_STEPS, 0)

    @property
    def open(self) -> int:
        """How many steps are open, the late ones among them."""
        return self.n.get(OPEN_STEPS, 0) + self.late

    @property
    def in_time(self) -> int:
        """How many steps were done by their last day, or had none."""
        return self.n.get(IN_TIME, 0)

    @property
    def done_late(self) -> int:
        """How many steps were done after their last day."""
        return self.n.get(DONE_LATE, 0)

    @property
    def false(self) -> int:
        """How many corrections proved not to be any."""
        return self.n.get(FALSE, 0)


def gathered(places: Mapping[str, Counter[str]], length: int) -> dict[str, Standing]:
    """The figures put together by code cut to a shorter length; "" for all of them."""
    sums: dict[str, Counter[str]] = {}
    for code, counted in places.items():
        sums.setdefault(code[:length], Counter()).update(counted)
    return {code: Standing(code, counted) for code, counted in sorted(sums.items())}
