"""Taking problems into a list: each opens a case at the unit that it is handed to, with the households it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import open_cases
from engine.clock import office_day
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.households import Household
from states.problems.problem import PROBLEM, Listed
from states.problems.problem_list import ProblemList
from states.problems.similar import NAMED, SAME, Similar
from states.regions import Region, open_on

LONGEST = 2000
LEVELS = ("village", "township", "county")
"""The units that a problem may be handed to."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A problem as the list tells it: what is wrong, the unit that it is handed to, by when, the households named."""

    text: str
    area: str
    due_on: date | None = None
    households: tuple[int, ...] = ()


def add_many(
    session: Session, on_list: ProblemList, drafts: Sequence[Draft], *, by: Actor, at: datetime
) -> list[Listed]:
    """Put problems on a list, all of them or none; raises `BadInput` and `NotFound` for a unit outside the area."""
    session.refresh(on_list, with_for_update=True)  # so that two people do not give out the same number
    units = open_units(session, {one.area for one in drafts}, by, office_day(at))
    for draft in drafts:
        _check(draft, on_list, units)
    last = session.scalar(select(func.max(Listed.number)).where(Listed.list_id == on_list.id)) or 0
    cases = open_cases(session, PROBLEM, [one.area for one in drafts], by, at)
    rows = [
        Listed(
            case_id=case.id, list_id=on_list.id, number=last + n, area=one.area, text=one.text.strip(),
            opened_on=office_day(at), due_on=one.due_on or on_list.rectify_by,
        )
        for n, (case, one) in enumerate(zip(cases, drafts, strict=True), 1)
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    for row, draft in zip(rows, drafts, strict=True):
        for household in draft.households:
            session.add(Similar(problem_id=row.id, household_id=household, origin=NAMED, verdict=SAME))
    session.flush()
    return rows


def open_units(session: Session, codes: set[str], by: Actor, on: date) -> set[str]:
    """Those of these codes that are open villages, townships or counties of the actor's area."""
    query = select(Region.code).where(Region.code.in_(codes), Region.level.in_(LEVELS), open_on(on))
    return set(session.scalars(query.where(within(Region.code, by.area))))


def named(session: Session, numbers: str, by: Actor) -> tuple[int, ...]:
    """The households of these numbers, however they are set apart; raises `BadInput` for one that is not there."""
    wanted = [one for one in numbers.replace("、", " ").replace("，", " ").replace(",", " ").split() if one]
    query = select(Household.number, Household.id).where(Household.number.in_(wanted))
    found = dict(session.execute(query.where(within(Household.group_code, by.area))).all())
    if missing := [one for one in wanted if one not in found]:
        raise BadInput(Problem("households", N_("您的辖区里没有这些户编号：") + "、".join(missing)))
    return tuple(dict.fromkeys(found[one] for one in wanted))


def _check(draft: Draft, on_list: ProblemList, units: set[str]) -> None:
    if draft.area not in units:
        raise NotFound("region", draft.area)
    if not 4 <= len(draft.text.strip()) <= LONGEST:
        raise BadInput(Problem("text", N_("请写明指出了什么问题")))
    if draft.due_on and draft.due_on <= on_list.received_on:
        raise BadInput(Problem("due_on", N_("整改期限要在收到日期之后")))


def offered(session: Session, by: Actor, on: date) -> list[Region]:
    """The units of the actor's area that a problem may be handed to: townships first, then villages; not groups."""
    query = select(Region).where(Region.level.in_(LEVELS), within(Region.code, by.area), open_on(on))
    return sorted(session.scalars(query), key=lambda one: (len(one.code), one.code))
