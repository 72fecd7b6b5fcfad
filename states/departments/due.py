"""What departments owe: for each township that handed households in, the answers of each column by their last day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func
from sqlalchemy.orm import Session

from engine.areas import within
from engine.clock import office_day
from engine.runs import NO_DATE, Step
from states import regions
from states.book import open_book
from states.deadlines.deadline import Deadline
from states.departments.asked import asks, open_steps
from states.packs.departments import departments

KIND = "department-answer"


def due(session: Session, area: str, today: date, until: date) -> list[Deadline]:  # noqa: ARG001 - open work has no past
    """The columns that departments inside the area still have to fill by then; one statement for each column."""
    titles, found = departments(session), []
    for ask in asks(session, open_book(), area[:6]):
        township = func.substr(Step.area, 1, 9)
        wanted = (Step.desk, township, Step.due_on, func.count(), func.min(Step.opened_at))
        query = open_steps(within(Step.desk, area), *wanted).where(ask.at, ~ask.answered)
        query = query.where(Step.due_on <= until, Step.due_on != NO_DATE)
        for desk, town, due_on, n, since in session.execute(query.group_by(Step.desk, township, Step.due_on)):
            found.append((ask, desk, town, due_on, n, since))
    names = regions.names(session, {row[2] for row in found})
    return [
        Deadline(
            KIND, f"{ask.department}/{ask.criterion or '-'}/{town}/{due_on.isoformat()}",
            f"{titles.get(ask.department, ask.department)}：{names.get(town, town)}{n}户“{ask.title}”待答复",
            "department", desk, due_on, office_day(since) if since else None, department=ask.department,
            page=f"/department/criteria/{ask.criterion}" if ask.criterion else "/department",
        )
        for ask, desk, town, due_on, n, since in found
    ]  # fmt: skip
