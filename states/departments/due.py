"""What departments owe: for each township that handed households in, the answers of each column by their last day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import false, func, select
from sqlalchemy.orm import Session

from engine.areas import within_any
from engine.clock import office_day
from engine.evidence import Exhibit
from engine.hot import as_list, dialect_of, listed
from engine.runs import NO_DATE, Run, Step
from engine.worklist import IS_OPEN
from states import regions
from states.book import open_book
from states.deadlines.deadline import Deadline
from states.departments.asked import Ask, every_ask
from states.figures.memory import memory_of
from states.packs.departments import departments

KIND = "department-answer"
COUNTY, TOWNSHIP = 6, 9
"""The lengths of codes: so wide is counted at once, and by so wide places."""
Named: TypeAlias = tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]
"""What departments and townships are called: deadlines say it, so they are made again when it changes."""
Key: TypeAlias = tuple[int, str, str, date]
Opened: TypeAlias = datetime | None


def due(session: Session, area: str, today: date, until: date) -> list[Deadline]:  # noqa: ARG001 - open work has no past
    """The columns that departments inside the area still have to fill by then; counted once, then kept true."""
    county = area[:COUNTY]
    towns = {one.code: one.name for one in regions.below(session, county, regions.LEVELS[TOWNSHIP])}
    named = tuple(sorted(departments(session).items())), tuple(sorted(towns.items()))
    places = memory_of(session).of(session, count, county, TOWNSHIP, named)
    return [one for found in places.values() for one in found if one.due_on <= until and one.area.startswith(area)]


def count(session: Session, areas: Sequence[str], length: int, named: Named) -> dict[str, list[Deadline]]:
    """What is waited for in some areas, by place; a few statements however many columns there are."""
    (titles, names), found = map(dict, named), dict[str, list[Deadline]]()
    columns = every_ask(session, open_book())
    for (n, place, desk, due_on), opened in _waiting(session, areas, length, columns).items():
        ask, since = columns[n], min((one for one in opened if one), default=None)
        who, where = titles.get(ask.department, ask.department), names.get(place, place)
        one = Deadline(
            KIND, f"{ask.department}/{ask.criterion or '-'}/{place}/{due_on.isoformat()}",
            f"{who}：{where}{len(opened)}户“{ask.title}”待答复",
            "department", desk, due_on, office_day(since) if since else None, department=ask.department,
            page=f"/department/criteria/{ask.criterion}" if ask.criterion else "/department",
        )  # fmt: skip
        found.setdefault(place, []).append(one)
    return found


def _waiting(session: Session, areas: Sequence[str], length: int, columns: Sequence[Ask]) -> Mapping[Key, list[Opened]]:
    """When the steps were opened that wait for a column, by its number, the place, the desk and the last day."""
    found: dict[Key, list[Opened]] = {}
    asked: dict[tuple[str, ...], list[int]] = {}
    for n, ask in enumerate(columns):
        for step in ask.steps:
            asked.setdefault(step, []).append(n)
    wanted = Step.run_id, func.substr(Step.area, 1, length), Step.desk, Step.due_on, Step.opened_at
    query = select(*wanted, Run.definition, Run.move, Step.name).join(Run, Run.id == Step.run_id)
    named = Step.name.in_({name for _plan, _move, name in asked})
    query = query.where(IS_OPEN, within_any(Step.area, areas), named, Step.due_on != NO_DATE)
    rows = [row for row in session.execute(query) if row[5:] in asked] if asked else []
    answers = _answers(session, [row[0] for row in rows], {ask.kind for ask in columns})
    for run_id, place, desk, due_on, opened_at, *at in rows:
        given = answers.get(run_id, ())
        for n in asked[tuple(at)]:
            if not any(kind == columns[n].kind and columns[n].mark in facts for kind, facts in given):
                found.setdefault((n, place, desk, due_on), []).append(opened_at)
    return found


def _answers(session: Session, runs: Sequence[int], kinds: set[str]) -> Mapping[int, list[tuple[str, str]]]:
    """Kind and facts of the answers that stand in these runs; one statement, none where there are no runs."""
    found: dict[int, list[tuple[str, str]]] = {}
    if not runs:
        return found
    these = Exhibit.run_id.in_(listed(dialect_of(session), "runs")), Exhibit.superseded == false()
    query = select(Exhibit.run_id, Exhibit.kind, Exhibit.facts).where(*these, Exhibit.kind.in_(kinds))
    for run, kind, facts in session.execute(query, {"runs": as_list(session, runs)}):
        found.setdefault(run or 0, []).append((kind, facts))
    return found
