"""The check lists of an area, a page at a time, and how many lines each village has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from states.households import Household
from states.look_back.check_lines import BEGUN, CONFIRMED, PROPOSED, STRUCK, WAYS_OF, CheckLine

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a list: which list, a part of the area, one way, one standing; else all that has not lapsed."""

    list: str
    area: str = ""
    way: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A line with its household and where that stands."""

    line: CheckLine
    case_id: int
    number: str
    head_name: str
    state: str


def listed(
    session: Session, by: Actor, asked: Asked, after: int = 0, limit: int = PAGE
) -> tuple[Sequence[Listed], int]:
    """A page of a list, and the line to go on from (0 at the end)."""
    columns = (CheckLine, Household.case_id, Household.number, Household.head_name, Case.state)
    query = _where(select(*columns), by, asked).join(Case, Case.id == Household.case_id)
    query = query.where(CheckLine.id > after).order_by(CheckLine.id).limit(limit + 1)
    rows = [Listed(*row) for row in session.execute(query)]
    return rows[:limit], rows[limit - 1].line.id if len(rows) > limit else 0


def counts(session: Session, by: Actor, asked: Asked) -> dict[str, dict[str, int]]:
    """How many lines of each standing every way has."""
    query = _where(select(CheckLine.way, CheckLine.standing, func.count()), by, Asked(asked.list, asked.area))
    found: dict[str, dict[str, int]] = {way: {} for way in WAYS_OF[asked.list]}
    for way, standing, n in session.execute(query.group_by(CheckLine.way, CheckLine.standing)):
        found[way][standing] = int(n)
    return found


def by_village(session: Session, by: Actor, asked: Asked) -> list[tuple[str, int]]:
    """How many lines each village has on a list."""
    village = func.substr(CheckLine.area, 1, 12)
    query = _where(select(village, func.count()), by, asked).group_by(village).order_by(village)
    return [(code, int(n)) for code, n in session.execute(query)]


def _where(query: Any, by: Actor, asked: Asked) -> Any:
    standings = (asked.standing,) if asked.standing else (PROPOSED, CONFIRMED, STRUCK, BEGUN)
    ways = (asked.way,) if asked.way in WAYS_OF[asked.list] else WAYS_OF[asked.list]
    return (
        query.select_from(CheckLine)
        .join(Household, Household.id == CheckLine.household_id)
        .where(within(CheckLine.area, by.area), within(CheckLine.area, asked.area))
        .where(CheckLine.way.in_(ways), CheckLine.standing.in_(standings))
    )
