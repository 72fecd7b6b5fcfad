"""A figure and the list it is counted from: one statement for every place and every part of it at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.clock import office_day
from engine.errors import NotFound
from states.households import Household
from states.packs.loader import Pack
from states.packs.store import in_force
from states.regions import LEVELS
from states.reports.period import Period
from states.roles import Permission, allows

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report asks: the place, the period, who asks, and on which day; it is read with `session`."""

    session: Session
    by: Actor
    area: str
    period: Period
    today: date

    @property
    def day(self) -> date:
        """The day up to which there is anything to tell: the period's last, or today where that comes first."""
        return min(self.period.last_on, self.today)

    def inside(self, column: Any) -> ColumnElement[bool]:
        """The condition that a place lies in what is asked for, and in the actor's own area."""
        return within(column, self.area) & within(column, self.by.area)

    @property
    def plan(self) -> Pack | None:
        """The plan that holds at the place when the period ends; None where none does."""
        try:
            return in_force(self.session, self.area, self.period.last_on)
        except NotFound:
            return None


def asking(session: Session, by: Actor, area: str, period: Period, today: date) -> Asked:
    """What is asked; raises `NotFound` outside the actor's area."""
    if not by.covers(area):
        raise NotFound("region", area)
    return Asked(session, by, area, period, today)


Rows = Callable[[Asked], Select[Any]]
"""The rows of a figure: key, part, area, case_id, number, head_name, what, on - `rows` below makes them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that reports tell: its name in addresses, its title and unit, and the rows it counts.

    `parts` names the parts into which it falls, by the code that stands in each row.
    """

    name: str
    title: str
    unit: str
    rows: Rows
    parts: Callable[[Asked], Mapping[str, str]] = lambda _asked: {}
    needs: Permission = Permission.READ_HOUSEHOLD

    def may(self, by: Actor) -> bool:
        """Whether a post may see the rows."""
        return allows(by.role, self.needs)


@dataclass(frozen=True, slots=True)
class Row:
    """One line behind a figure; `case_id` is 0 where there is no household."""

    key: int
    part: str
    area: str
    case_id: int
    number: str
    head_name: str
    what: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Counts:
    """A figure by place (the code cut to a length) and part."""

    by_place: Mapping[tuple[str, str], int]

    def of(self, *parts: str, place: str = "") -> int:
        """How many in a place (everywhere without one), of these parts (of all without any)."""
        return sum(
            n
            for (code, part), n in self.by_place.items()
            if (not place or code == place) and (not parts or part in parts)
        )

    @property
    def parts(self) -> list[str]:
        """The parts that have any, the most frequent first."""
        found = Counter[str]()
        for (_code, part), n in self.by_place.items():
            found[part] += n
        return [part for part, n in sorted(found.items(), key=lambda one: (-one[1], one[0])) if n]


def rows(key: Any, part: Any, what: Any = "", on: Any = None, area: Any = Household.group_code) -> Select[Any]:
    """The columns of a figure's rows: of a household, unless the statement that follows says otherwise."""
    return select(
        key.label("key"),
        _shown(part).label("part"),
        area.label("area"),
        Household.case_id.label("case_id"),
        Household.number.label("number"),
        Household.head_name.label("head_name"),
        _shown(what).label("what"),
        _shown(on).label("on"),
    )


def _shown(value: Any) -> Any:
    return literal(value) if value is None or isinstance(value, str) else value


def counted(figure: Figure, asked: Asked, length: int = max(LEVELS)) -> Counts:
    """The figure by place, each code cut to a length; one statement, however many places there are."""
    found = figure.rows(asked).subquery()
    place = func.substr(found.c.area, 1, length)
    query = select(place, found.c.part, func.count()).group_by(place, found.c.part)
    return Counts({(code, part): int(n) for code, part, n in asked.session.execute(query)})


def listed(
    figure: Figure, asked: Asked, parts: Sequence[str] = (), after: tuple[int, str] = (0, ""), limit: int = PAGE
) -> list[Row]:
    """A page of the rows that the figure counts, after a key and part; of some parts only where any are named."""
    found = figure.rows(asked).subquery()
    order = (found.c.key, found.c.part)
    query = select(found).where(tuple_(*order) > after).order_by(*order).limit(limit)
    if parts:
        query = query.where(found.c.part.in_(list(parts)))
    return [_row(*row) for row in asked.session.execute(query)]


def _row(key: int, part: str, area: str, case_id: int | None, number: str, name: str, what: str, on: Any) -> Row:
    """A row, also of what belongs to no household."""
    return Row(key, part or "", area, case_id or 0, number or "", name or "", what or "", _day(on))


def _day(value: date | datetime | None) -> date | None:
    return office_day(value) if isinstance(value, datetime) else value
