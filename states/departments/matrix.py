"""Who has answered and who is silent: departments with their counts, and households by departments (XZ16, HT12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, case, func, or_
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.clock import office_day
from engine.evidence import Exhibit
from engine.runs import NO_DATE, Step
from states.departments.asked import Ask, asks, open_steps
from states.households import Household
from states.packs.departments import departments

PAGE = 50
Place = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """One column of one department: how many households have its answer, wait for it, wait past their day.

    `since` is the day on which the one that has waited longest was handed in, `due_on` the earliest last day.
    """

    department: str
    title: str
    criterion: str
    column: str
    answered: int
    open: int
    overdue: int
    since: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Row:
    """A household under review: which columns are filled, by their place among the columns."""

    case_id: int
    number: str
    head_name: str
    village: str
    came_at: datetime
    due_on: date
    filled: tuple[bool | None, ...]
    """None where the column is not asked of this household."""


def standings(session: Session, book: Book, by: Actor, today: date, area: str = "") -> list[Standing]:
    """Every column that is asked in the area, those that wait longest first; one statement for each column."""
    titles, here = departments(session), area or by.area
    found = [_standing(session, ask, titles, here, today) for ask in asks(session, book, here)]
    return sorted(found, key=lambda one: (-one.overdue, one.since or date.max, one.department, one.criterion))


def _standing(session: Session, ask: Ask, titles: Mapping[str, str], area: str, today: date) -> Standing:
    waits = case((ask.answered, 0), else_=1)
    late = case((and_(Step.due_on < today, waits == 1), 1), else_=0)
    since = func.min(case((waits == 1, Step.opened_at)))
    due = func.min(case((waits == 1, Step.due_on)))
    query = open_steps(within(Step.area, area), func.count(), func.sum(waits), func.sum(late), since, due)
    n, waiting, overdue, since_at, due_on = session.execute(query.where(ask.at)).one()
    return Standing(
        ask.department, titles.get(ask.department, ask.department), ask.criterion, ask.title, n - (waiting or 0),
        waiting or 0, overdue or 0, office_day(since_at) if since_at else None,
        None if due_on in (None, NO_DATE) else due_on,
    )  # fmt: skip


def grid(
    session: Session, book: Book, by: Actor, *, area: str = "", after: Place | None = None, limit: int = PAGE
) -> tuple[list[Ask], list[Row], Place | None]:
    """The columns, a page of households under review in the order in which they came, and where the next begins."""
    here = area or by.area
    columns = asks(session, book, here)
    if not columns:
        return [], [], None
    wanted = (Step.case_id, Step.run_id, Step.opened_at, Step.due_on, Household.number, Household.head_name,
              Household.village, *(case((ask.at, 1), else_=0) for ask in columns))  # fmt: skip
    query = open_steps(within(Step.area, here), *wanted).join(Household, Household.case_id == Step.case_id)
    query = query.where(or_(*(ask.at for ask in columns)))
    if after is not None:
        query = query.where(or_(Step.opened_at > after[0], and_(Step.opened_at == after[0], Step.case_id > after[1])))
    rows = session.execute(query.order_by(Step.opened_at, Step.case_id).limit(limit + 1)).all()
    answers = _answers(session, columns, rows[:limit])
    found = [
        Row(row[0], row[4], row[5], row[6], row[2], row[3], _filled(columns, row, answers.get(row[1], ())))
        for row in rows[:limit]
    ]
    return columns, found, (found[-1].came_at, found[-1].case_id) if len(rows) > limit else None


def _answers(
    session: Session, columns: Sequence[Ask], rows: Sequence[Sequence[int]]
) -> dict[int, list[tuple[str, str]]]:
    """Kind and facts of the answers that stand in these runs; one statement."""
    kinds, runs = {ask.kind for ask in columns}, [row[1] for row in rows]
    query = session.query(Exhibit.run_id, Exhibit.kind, Exhibit.facts)
    query = query.filter(Exhibit.case_id.in_([row[0] for row in rows]), Exhibit.run_id.in_(runs))
    found: dict[int, list[tuple[str, str]]] = {}
    for run, kind, facts in query.filter(Exhibit.kind.in_(kinds), Exhibit.superseded.is_(False)):
        found.setdefault(run or 0, []).append((kind, facts))
    return found


def _filled(columns: Sequence[Ask], row: Sequence[int], answers: Sequence[tuple[str, str]]) -> tuple[bool | None, ...]:
    return tuple(
        any(kind == ask.kind and ask.mark in facts for kind, facts in answers) if asked else None
        for ask, asked in zip(columns, row[7:], strict=True)
    )
