"""What people see of sweeps: the list, how far each place and grid has come, and the houses still to be visited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.errors import NotFound
from engine.words import N_
from states.changes.change import Change
from states.households import Household
from states.places.grids import GridPlace
from states.sweeps.counting import Count, roster
from states.sweeps.roster import ABSENT, CHANGES, DONE, FOUND, LEAD, VISIT, SweepHouse
from states.sweeps.sweep import LABELS, Sweep, SweepCall

PAGE = 50
LEFT, DONE_ONES, UNMARKED = "left", "done", "unmarked"
SHOWN = {
    LEFT: N_("还没有走访的"),
    DONE_ONES: N_("已走访的"),
    ABSENT: N_("家里没有人的"),
    CHANGES: N_("有变化的"),
    UNMARKED: N_("说有变化、还没有登记变更的"),
    LEAD: N_("转线索的"),
}
"""Which houses of a roster a list shows."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A sweep and where it stands."""

    sweep: Sweep
    state: str

    @property
    def label(self) -> str:
        """The state for people."""
        return LABELS[self.state]

    def expected(self, today: date) -> int:
        """How many percent of its days are over: who has visited less is behind."""
        days = (self.sweep.until_on - self.sweep.begun_on).days + 1
        return max(0, min(100, (today - self.sweep.begun_on).days * 100 // days))

    def is_behind(self, count: Count, today: date) -> bool:
        """Whether a place or grid has visited less than the share of the days that are over."""
        return self.state == "open" and count.left > 0 and count.percent < self.expected(today)


@dataclass(frozen=True, slots=True)
class House:
    """A house of a roster; `found` is what the last call found, `visit` one that counts by a visit in the file."""

    household_id: int
    case_id: int
    number: str
    head_name: str
    area: str
    address: str
    part: str
    found: str
    called_on: date | None
    calls: int
    done: bool

    @property
    def found_label(self) -> str:
        """What was found, for people; empty for nobody was there yet."""
        return FOUND.get(VISIT if self.done and self.found not in DONE else self.found, "")


def listed(session: Session, by: Actor, before: int = 0) -> tuple[list[Shown], int]:
    """A page of the sweeps that share households with the actor's area, newest first; the id to go on from."""
    query = _query(by)
    if before:
        query = query.where(Sweep.id < before)
    rows = [Shown(*row) for row in session.execute(query.order_by(Sweep.id.desc()).limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1].sweep.id if len(rows) > PAGE else 0


def find(session: Session, sweep_id: int, by: Actor) -> Shown:
    """A sweep that shares households with the actor's area; raises `NotFound`."""
    row = session.execute(_query(by).where(Sweep.id == sweep_id)).one_or_none()
    if row is None:
        raise NotFound("sweep", sweep_id)
    return Shown(*row)


def running(session: Session, by: Actor, today: date) -> list[Shown]:
    """The sweeps under way that share households with the actor's area."""
    days = Sweep.since_on <= today, Sweep.until_on >= today, Sweep.closed_on.is_(None)
    return [Shown(*row) for row in session.execute(_query(by).where(*days).order_by(Sweep.id))]


def houses(
    session: Session, sweep: Sweep, by: Actor, *, area: str = "", grid: int = 0, shown: str = LEFT,
    after: tuple[str, int] = ("", 0), limit: int = PAGE,
) -> tuple[list[House], tuple[str, int]]:  # fmt: skip
    """A page of the houses of a roster by group and number, and the place to go on from (("", 0) at the end)."""
    query, done = roster(sweep.id, sweep.since_on, sweep.until_on)
    query = _houses(query, done).where(
        within(SweepHouse.area, by.area), within(SweepHouse.area, area), _which(shown, done, sweep)
    )
    if grid:
        lies = and_(GridPlace.household_id == SweepHouse.household_id, GridPlace.until.is_(None))
        query = query.join(GridPlace, lies).where(GridPlace.grid_id == grid)
    order = (SweepHouse.area, SweepHouse.household_id)
    if after != ("", 0):
        query = query.where(tuple_(*order) > after)
    rows = [House(*row) for row in session.execute(query.order_by(*order).limit(limit + 1))]
    last = rows[limit - 1] if len(rows) > limit else None
    return rows[:limit], (last.area, last.household_id) if last else ("", 0)


def house(session: Session, sweep: Sweep, household_id: int, by: Actor) -> House:
    """One house of a roster; raises `NotFound`."""
    query, done = roster(sweep.id, sweep.since_on, sweep.until_on)
    query = _houses(query, done).where(within(SweepHouse.area, by.area), SweepHouse.household_id == household_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("household", household_id)
    return House(*row)


def calls(session: Session, sweep: Sweep, household_id: int) -> Sequence[SweepCall]:
    """Every call at a house, newest first."""
    mine = SweepCall.sweep_id == sweep.id, SweepCall.household_id == household_id
    return session.scalars(select(SweepCall).where(*mine).order_by(SweepCall.id.desc())).all()


def of_household(session: Session, household_ids: Sequence[int], sweep: Sweep) -> set[int]:
    """Which of these households are still to be visited in a sweep."""
    query, done = roster(sweep.id, sweep.since_on, sweep.until_on)
    return set(session.scalars(query.where(~done, SweepHouse.household_id.in_(household_ids))))


def _houses(query: Any, done: ColumnElement[bool]) -> Any:
    return query.with_only_columns(
        SweepHouse.household_id, Household.case_id, Household.number, Household.head_name, SweepHouse.area,
        Household.address, SweepHouse.part, SweepHouse.found, SweepHouse.called_on, SweepHouse.calls,
        case((done, True), else_=False),
    )  # fmt: skip


def _which(shown: str, done: ColumnElement[bool], sweep: Sweep) -> ColumnElement[bool]:
    marked = select(Change.id).where(
        Change.household_id == SweepHouse.household_id, Change.proposed_at >= _begun(sweep)
    )
    return {
        LEFT: ~done,
        DONE_ONES: done,
        ABSENT: and_(SweepHouse.found == ABSENT, ~done),
        CHANGES: SweepHouse.found == CHANGES,
        UNMARKED: and_(SweepHouse.found == CHANGES, ~marked.exists()),
        LEAD: SweepHouse.found == LEAD,
    }.get(shown, literal(value=True))


def _begun(sweep: Sweep) -> Any:
    return select(Case.opened_at).where(Case.id == sweep.case_id).scalar_subquery()


def _query(by: Actor) -> Any:
    around = literal(by.area, String).like(Sweep.area + "%")
    query = select(Sweep, Case.state).join(Case, Case.id == Sweep.case_id)
    return query.where(or_(within(Sweep.area, by.area), around))
