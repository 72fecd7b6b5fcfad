"""Worklists: the open steps of a desk, by due date, a page at a time.

Pages are keyed on (due date, case), never on an offset: a page in the middle costs what the first one costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal_column, not_, or_, select, true, tuple_
from sqlalchemy.orm import Session

from engine.areas import LAST, within
from engine.runs import DONE, NO_DATE, OPEN, Step

IS_OPEN = Step.status == literal_column(f"'{OPEN}'")
IS_DONE = Step.status == literal_column(f"'{DONE}'")
"""Written out, not bound, so that the partial indexes serve them."""
ORDER = (Step.due_on, Step.case_id, Step.name)
WIDE = 4
"""The length of a prefecture's code: a desk that wide or wider would have to sort a hundred thousand steps."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose work is asked for: a role (all roles when empty) at an area, and perhaps one step only.

    `level` is the length of the area codes at which the role's desks sit (that of `area` by default).
    """

    role: str
    area: str
    step: str = ""
    level: int = 0

    @property
    def is_wide(self) -> bool:
        """Whether it looks at everybody's work in a prefecture or more: so much that it must be read in its order."""
        return not self.role and len(self.area) <= WIDE

    def has(self, level: int) -> bool:
        """Whether desks whose codes have this length are meant, of those in whose hands steps of its area lie."""
        asked = self.level or len(self.area)
        return level >= len(self.area) if len(self.area) < asked else level == asked

    def condition(self) -> ColumnElement[bool]:
        """The open steps of this desk."""
        parts: list[Any] = [IS_OPEN]
        if self.role:
            parts += [Step.role == self.role, self._near()]
        else:
            parts.append(within(Step.area, self.area))
        if self.step:
            parts.append(Step.name == self.step)
        return and_(*parts)

    def _near(self) -> ColumnElement[bool]:
        level = self.level or len(self.area)
        if len(self.area) == level:  # equality keeps the order of the index
            return Step.desk == self.area
        if len(self.area) < level:
            return within(Step.desk, self.area)
        return and_(Step.desk == self.area[:level], within(Step.area, self.area))


@dataclass(frozen=True, slots=True)
class Item:
    """One open step on a worklist."""

    case_id: int
    run_id: int
    step: str
    role: str
    area: str
    due_on: date | None
    opened_at: datetime | None
    returned: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended."""

    due_on: date
    case_id: int
    step: str


def page(session: Session, desk: Desk, *, after: Place | None = None, limit: int = 50) -> list[Item]:
    """The next open steps of a desk, the most urgent first."""
    columns = (
        Step.case_id,
        Step.run_id,
        Step.name,
        Step.role,
        Step.area,
        Step.due_on,
        Step.opened_at,
        Step.returned_by,
    )
    query = select(*columns).where(_in_order(desk)).order_by(*ORDER).limit(limit)
    if after:
        query = query.where(tuple_(*ORDER) > (after.due_on, after.case_id, after.step))
    return [
        Item(r[0], r[1], r[2], r[3], r[4], None if r[5] == NO_DATE else r[5], r[6], bool(r[7]))
        for r in session.execute(query)
    ]


def _in_order(desk: Desk) -> ColumnElement[bool]:
    """The condition of a desk; of a wide one turned around, so that no index of areas serves it on SQLite.

    There `ix_step_due` then keeps the order; PostgreSQL turns it back and chooses by how much there is.
    """
    if not desk.is_wide or not desk.area:
        return desk.condition()
    outside = or_(Step.area < desk.area, Step.area >= desk.area + LAST)
    return and_(IS_OPEN, not_(outside), Step.name == desk.step if desk.step else true())


def place_of(item: Item) -> Place:
    """The place of an item, to go on from."""
    return Place(item.due_on or NO_DATE, item.case_id, item.step)


def counts(session: Session, desk: Desk) -> dict[str, int]:
    """How many open steps of each name a desk has."""
    query = select(Step.name, func.count()).where(desk.condition()).group_by(Step.name)
    return {row[0]: row[1] for row in session.execute(query)}


def overdue(session: Session, desk: Desk, today: date, late: ColumnElement[bool]) -> int:
    """How many open steps of a desk are past their last day, or late for another reason."""
    past = or_(Step.due_on < today, late)
    return session.scalar(select(func.count()).select_from(Step).where(desk.condition(), past)) or 0
