"""What departments owe: for each township that handed households in, the answers of each column by their last day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlalchemy.orm import Session

from engine.areas import within_any
from engine.clock import office_day
from engine.runs import NO_DATE, Step
from states import regions
from states.book import open_book
from states.deadlines.deadline import Deadline
from states.departments.asked import asks, open_steps
from states.figures.memory import memory_of
from states.packs.departments import departments

KIND = "department-answer"
COUNTY, TOWNSHIP = 6, 9
"""The lengths of codes: so wide is counted at once, and by so wide places."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many households of a township wait for one column of one desk, by one last day, the first since a day."""

    department: str
    criterion: str
    title: str
    desk: str
    due_on: date
    households: int
    since: date | None


def due(session: Session, area: str, today: date, until: date) -> list[Deadline]:  # noqa: ARG001 - open work has no past
    """The columns that departments inside the area still have to fill by then; counted once, then kept true."""
    places = memory_of(session).of(session, count, area[:COUNTY], TOWNSHIP, None)
    found = [
        (township, one)
        for township, waiting in sorted(places.items())
        for one in waiting
        if one.desk.startswith(area) and one.due_on <= until
    ]
    titles, names = departments(session), regions.names(session, {township for township, _ in found})
    return [_deadline(one, township, titles, names) for township, one in found]


def count(session: Session, areas: Sequence[str], length: int, _key: None) -> dict[str, list[Waiting]]:
    """What is waited for in some areas, by place; one statement for each column."""
    found: dict[str, list[Waiting]] = {}
    for ask in asks(session, open_book(), areas):
        place = func.substr(Step.area, 1, length)
        wanted = (place, Step.desk, Step.due_on, func.count(), func.min(Step.opened_at))
        query = open_steps(within_any(Step.area, areas), *wanted).where(ask.at, ~ask.answered, Step.due_on != NO_DATE)
        for code, desk, due_on, n, since in session.execute(query.group_by(place, Step.desk, Step.due_on)):
            day = office_day(since) if since else None
            waiting = Waiting(ask.department, ask.criterion, ask.title, desk, due_on, n, day)
            found.setdefault(code, []).append(waiting)
    return found


def _deadline(one: Waiting, township: str, titles: Mapping[str, str], names: Mapping[str, str]) -> Deadline:
    return Deadline(
        KIND, f"{one.department}/{one.criterion or '-'}/{township}/{one.due_on.isoformat()}",
        f"{titles.get(one.department, one.department)}：{names.get(township, township)}"
        f"{one.households}户“{one.title}”待答复",
        "department", one.desk, one.due_on, one.since, department=one.department,
        page=f"/department/criteria/{one.criterion}" if one.criterion else "/department",
    )  # fmt: skip
