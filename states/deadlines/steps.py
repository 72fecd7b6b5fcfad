"""The open steps of procedures as deadlines: those of one desk with the same last day and the same opening together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, cast, func, select
from sqlalchemy import case as either
from sqlalchemy.orm import Session

from engine.areas import within, within_any
from engine.runs import Step
from engine.worklist import IS_OPEN, Desk
from states import desk
from states.deadlines.deadline import Deadline
from states.figures.memory import memory_of

KIND = "step"
SHANGHAI = "+8 hours"
COUNTY, TOWNSHIP, VILLAGE = 6, 9, 12
"""The lengths of codes: a county's steps are counted by village, those of anything wider by township."""


@dataclass(frozen=True, slots=True)
class Load:
    """How many open steps are past their day, due today, and due by another day."""

    over: int = 0
    today: int = 0
    soon: int = 0

    def __add__(self, other: Load) -> Load:
        """Both together."""
        return Load(self.over + other.over, self.today + other.today, self.soon + other.soon)


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


Work = Mapping[tuple[str, int, str], Load]
"""What is due at the desks of one place: by role, length of the desk's code, and step."""


def standing(session: Session, area: str, today: date, until: date) -> Mapping[str, Work]:
    """What is due by `until` or overdue inside an area, by place; counted once, then kept true."""
    finest = max(VILLAGE, len(area)) if len(area) >= COUNTY else TOWNSHIP
    return memory_of(session).of(session, count, area, finest, (today, until))


def count(session: Session, areas: Sequence[str], length: int, days: tuple[date, date]) -> dict[str, Work]:
    """The same of the places inside some areas, by code cut to a length; one statement, only of what is due."""
    place, desk, (today, until) = func.substr(Step.area, 1, length), func.length(Step.desk), days
    group = place, Step.role, desk, Step.name
    query = select(*group, *_counts(today, until)).where(IS_OPEN, within_any(Step.area, areas), Step.due_on <= until)
    found: dict[str, dict[tuple[str, int, str], Load]] = {}
    for code, role, level, name, *n in session.execute(query.group_by(*group)):
        found.setdefault(code, {})[role, level, name] = Load(*map(int, n))
    return dict(found)


def by_place(standing: Mapping[str, Work], length: int) -> dict[str, Load]:
    """What is due by area code cut to a length."""
    found: dict[str, Load] = {}
    for code, work in standing.items():
        found[code[:length]] = sum(work.values(), found.get(code[:length], Load()))
    return found


def by_step(standing: Mapping[str, Work], desk: Desk) -> dict[str, Load]:
    """What is due at one desk, in whose area the places lie, by step."""
    found: dict[str, Load] = {}
    for work in standing.values():
        for (role, level, name), load in work.items():
            if role == desk.role and desk.has(level):
                found[name] = found.get(name, Load()) + load
    return found


def _counts(today: date, until: date) -> tuple[Any, ...]:
    over, now = Step.due_on < today, Step.due_on == today
    soon = (Step.due_on > today) & (Step.due_on <= until)
    return tuple(func.sum(either((one, 1), else_=0)) for one in (over, now, soon))
