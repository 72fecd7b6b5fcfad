"""The open steps of procedures as deadlines: those of one desk with the same last day and the same opening together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, cast, func, select
from sqlalchemy import case as either
from sqlalchemy.orm import Session

from engine.areas import within
from engine.runs import Step
from engine.worklist import IS_OPEN
from states import desk
from states.deadlines.deadline import Deadline

KIND = "step"
SHANGHAI = "+8 hours"
WIDE = 6
"""The length of a county's code: an area that wide has most of what is due."""


@dataclass(frozen=True, slots=True)
class Load:
    """How many open steps are past their day, due today, and due by another day."""

    over: int = 0
    today: int = 0
    soon: int = 0


def due(session: Session, area: str, until: date) -> list[Deadline]:
    """The open steps due until a day, counted by desk, step, last day and day of opening; one statement."""
    opened = _opened_on(session)
    group = (Step.role, Step.desk, Step.name, Step.due_on, opened)
    query = select(*group, func.count()).where(IS_OPEN, within(Step.area, area), Step.due_on <= until).group_by(*group)
    called = desk.titles(session, area)
    return [_deadline(row, called) for row in session.execute(query) if row[1].startswith(area)]


def _deadline(row: Any, called: dict[str, str]) -> Deadline:
    role, place, name, due_on, opened, count = row
    opened_on = date.fromisoformat(opened) if isinstance(opened, str) else opened
    ref = f"{name}/{due_on}/{role}/{place}"
    page = f"/worklist?step={name}"
    return Deadline(KIND, ref, called.get(name, name), role, place, due_on, opened_on, page=page, count=count)


def _opened_on(session: Session) -> Any:
    """The office's day of the instant at which a step was opened."""
    if session.get_bind().dialect.name == "postgresql":
        return cast(func.timezone("Asia/Shanghai", Step.opened_at), Date)
    return func.date(Step.opened_at, SHANGHAI, type_=None)


def load(session: Session, area: str, length: int, today: date, until: date) -> dict[str, Load]:
    """What is due by `until` or overdue, by area code cut to `length`; one statement, and only those steps are read."""
    place = func.substr(Step.area, 1, length)
    counts = _counts(today, until)
    query = select(place, *counts).where(IS_OPEN, _inside(area), Step.due_on <= until).group_by(place)
    return {row[0]: Load(*map(int, row[1:])) for row in session.execute(query)}


def _inside(area: str) -> ColumnElement[bool]:
    """The steps of an area; of a wide one said so that the index by due dates serves, which alone has all columns."""
    return func.substr(Step.area, 1, len(area)) == area if len(area) <= WIDE else within(Step.area, area)


def own(session: Session, mine: Any, today: date, until: date) -> dict[str, Load]:
    """The work of one desk by step; `mine` is the condition of the desk."""
    query = select(Step.name, *_counts(today, until)).where(mine, Step.due_on <= until).group_by(Step.name)
    return {row[0]: Load(*map(int, row[1:])) for row in session.execute(query)}


def _counts(today: date, until: date) -> tuple[Any, ...]:
    over, now = Step.due_on < today, Step.due_on == today
    soon = (Step.due_on > today) & (Step.due_on <= until)
    return tuple(func.sum(either((one, 1), else_=0)) for one in (over, now, soon))
