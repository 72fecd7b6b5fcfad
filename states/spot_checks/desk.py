"""What people see of spot checks: the list, one with its houses, and how many records were wrong in each village."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, case, func, literal, or_, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.errors import NotFound
from states.households import Household
from states.spot_checks.check import ABSENT, AGREES, DIFFERS, LABELS, RESULTS, SpotCheck, SpotFile, SpotHouse

PAGE = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A spot check and where it stands."""

    check: SpotCheck
    state: str

    @property
    def label(self) -> str:
        """The state for people."""
        return LABELS[self.state]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn household, and its name and case."""

    house: SpotHouse
    head_name: str
    case_id: int

    @property
    def result_label(self) -> str:
        """What was found, for people; empty for not checked yet."""
        return RESULTS.get(self.house.result, "")


@dataclass(frozen=True, slots=True)
class Rate:
    """A village's share of wrong records: drawn, checked, agreeing, differing."""

    village: str
    drawn: int
    agree: int
    differ: int
    absent: int

    @property
    def waiting(self) -> int:
        """How many have no result yet."""
        return self.drawn - self.agree - self.differ

    @property
    def percent(self) -> float | None:
        """The wrong ones among those checked, in percent; None while nobody was checked."""
        checked = self.agree + self.differ
        return round(self.differ * 100 / checked, 1) if checked else None


def listed(session: Session, by: Actor, before: int = 0) -> tuple[list[Shown], int]:
    """A page of the spot checks that concern the actor's area, newest first, and the id to go on from."""
    query = _query(by)
    if before:
        query = query.where(SpotCheck.id < before)
    rows = [Shown(*row) for row in session.execute(query.order_by(SpotCheck.id.desc()).limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1].check.id if len(rows) > PAGE else 0


def find(session: Session, check_id: int, by: Actor) -> Shown:
    """A spot check that concerns the actor's area; raises `NotFound`."""
    row = session.execute(_query(by).where(SpotCheck.id == check_id)).one_or_none()
    if row is None:
        raise NotFound("spot check", check_id)
    return Shown(*row)


def drawn(session: Session, check: SpotCheck, by: Actor, area: str = "", result: str = "") -> list[Drawn]:
    """The drawn households of the actor's area in the order of the draw; `result` may be `waiting`."""
    query = (
        select(SpotHouse, Household.head_name, Household.case_id)
        .join(Household, Household.id == SpotHouse.household_id)
        .where(SpotHouse.check_id == check.id, SpotHouse.position.is_not(None))
        .where(within(SpotHouse.area, by.area), within(SpotHouse.area, area))
    )
    if result == "waiting":
        query = query.where(SpotHouse.result.in_(("", ABSENT)))
    elif result:
        query = query.where(SpotHouse.result == result)
    return [Drawn(*row) for row in session.execute(query.order_by(SpotHouse.position))]


def rates(session: Session, check: SpotCheck, by: Actor) -> list[Rate]:
    """The villages with the most wrong records first; one statement."""
    counts = [func.sum(case((SpotHouse.result == one, 1), else_=0)) for one in (AGREES, DIFFERS, ABSENT)]
    query = (
        select(SpotHouse.stratum, func.count(), *counts)
        .where(SpotHouse.check_id == check.id, SpotHouse.position.is_not(None), within(SpotHouse.area, by.area))
        .group_by(SpotHouse.stratum)
    )
    found = [Rate(row[0], *map(int, row[1:])) for row in session.execute(query)]
    return sorted(found, key=lambda one: (-(one.percent or 0), one.village))


def files(session: Session, check: SpotCheck, household_id: int) -> Sequence[SpotFile]:
    """The photos and scans from a house."""
    mine = SpotFile.check_id == check.id, SpotFile.household_id == household_id
    return session.scalars(select(SpotFile).where(*mine).order_by(SpotFile.id)).all()


def waiting_for(session: Session, household_ids: Sequence[int]) -> dict[int, SpotCheck]:
    """The open spot check for which each of these households still has to be visited."""
    query = (
        select(SpotHouse.household_id, SpotCheck)
        .join(SpotCheck, SpotCheck.id == SpotHouse.check_id)
        .where(SpotHouse.household_id.in_(household_ids), SpotHouse.position.is_not(None))
        .where(SpotHouse.result.in_(("", ABSENT)), SpotCheck.closed_on.is_(None))
    )
    rows = session.execute(query.order_by(SpotCheck.due_on.desc()))
    return {row[0]: row[1] for row in rows}


def _query(by: Actor) -> Any:
    around = literal(by.area, String).like(SpotCheck.area + "%")
    query = select(SpotCheck, Case.state).join(Case, Case.id == SpotCheck.case_id)
    return query.where(or_(within(SpotCheck.area, by.area), around))
