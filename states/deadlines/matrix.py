"""Who handed a duty in, by place and period: on time, late, overdue or still to come; late ones show (BZ06)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import NotFound
from engine.words import N_
from states.deadlines import desk, owing
from states.deadlines.deadline import Deadline
from states.deadlines.duties import Owed
from states.deadlines.periods import Stretch
from states.packs.duty import Duty

BACK, AHEAD = timedelta(days=366), timedelta(days=100)
ON_TIME, LATE, OVERDUE, OPEN = "on-time", "late", "overdue", "open"
STANDINGS = {ON_TIME: N_("按时"), LATE: N_("迟报"), OVERDUE: N_("逾期未报"), OPEN: N_("未到期")}


@dataclass(frozen=True, slots=True)
class Cell:
    """One post's duty of one period, and how it stands on a day."""

    owed: Owed
    line: Deadline
    today: date

    @property
    def standing(self) -> str:
        """On time, late, overdue or open."""
        if self.line.done_on is not None:
            return LATE if self.line.is_late() else ON_TIME
        return OVERDUE if self.line.is_over(self.today) else OPEN

    @property
    def days_late(self) -> int:
        """By how many calendar days it is or was late."""
        return max(0, ((self.line.done_on or self.today) - self.line.due_on).days)

    @property
    def payer(self) -> tuple[str, str]:
        """Who owes it: the place and the department."""
        return self.owed.area, self.owed.department


@dataclass(frozen=True, slots=True)
class Matrix:
    """A duty by who owes it and by period, the newest period first; a cell is missing where nothing was owed."""

    duty: Duty
    periods: tuple[Stretch, ...]
    owing: tuple[tuple[str, str], ...]
    cells: dict[tuple[tuple[str, str], str], Cell]

    def at(self, who: tuple[str, str], period: Stretch) -> Cell | None:
        """The cell of a place, or department, and a period."""
        return self.cells.get((who, period.name))

    def counted(self, period: Stretch) -> dict[str, int]:
        """How many stand how in a period."""
        found = [cell.standing for (_, name), cell in self.cells.items() if name == period.name]
        return {standing: found.count(standing) for standing in STANDINGS}


def matrices(session: Session, by: Actor, today: date) -> list[Matrix]:
    """Every duty that a person sees, in the order of the plan, with the periods that have begun."""
    cells = _cells(session, by, today, "")
    return [_matrix(some) for some in _by_duty(cells)]


def matrix(session: Session, name: str, by: Actor, today: date) -> Matrix:
    """One duty; raises `NotFound` where nobody in the actor's area owes it."""
    cells = _cells(session, by, today, name)
    if not cells:
        raise NotFound("duty", name)
    return _matrix(cells)


def _cells(session: Session, by: Actor, today: date, name: str) -> list[Cell]:
    found = owing.lines(session, by.area, today - BACK, today + AHEAD, name)
    seen = (Cell(one, line, today) for one, line in found if desk.is_seen(line, by))
    return [cell for cell in seen if cell.owed.opened_on <= today or cell.line.done_on]


def _by_duty(cells: Iterable[Cell]) -> list[list[Cell]]:
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell.owed.duty.name, []).append(cell)
    return list(found.values())


def _matrix(cells: list[Cell]) -> Matrix:
    periods = sorted({cell.owed.period for cell in cells}, reverse=True)
    who = dict.fromkeys(sorted(cell.payer for cell in cells))
    by_key = {(cell.payer, cell.owed.period.name): cell for cell in cells}
    return Matrix(cells[-1].owed.duty, tuple(periods), tuple(who), by_key)
