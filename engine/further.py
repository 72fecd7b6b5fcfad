"""What only some procedures look at: the days their clocks count from, and what earlier runs left.

Cases whose procedure asks for neither cost no statement here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import false, or_, select
from sqlalchemy.orm import Session

from engine.clock import office_day
from engine.evidence import Exhibit
from engine.runs import Run, Step
from engine.workdays import Calendar

if TYPE_CHECKING:
    from engine.book import Book
    from engine.facts import Facts


class Past(NamedTuple):
    """An exhibit that an earlier run left and that stands still."""

    kind: str
    happened_on: date
    run_id: int | None
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a run from which its clocks count, and the working days of its place.

    `opened` and `done` are those of its steps, by their names.
    """

    calendar: Callable[[], Calendar]
    started_on: date
    lead_on: date
    opened: Mapping[str, date]
    done: Mapping[str, date]


def look_further(session: Session, book: Book, gathered: Iterable[Facts]) -> None:
    """Add the days and the past to the facts of the cases whose procedure asks for them: a statement for each kind."""
    asks: dict[tuple[str, str], tuple[bool, bool]] = {}
    counting: list[Facts] = []
    looking: list[Facts] = []
    for facts in gathered:
        if facts.run_id is None:
            continue
        key = facts.definition, facts.move
        if key not in asks:
            move = book.definition(session, facts.definition).by_name[facts.move]
            asks[key] = move.asks_for_days, move.procedure is not None and move.procedure.looks_back
        days, past = asks[key]
        if days:
            counting.append(facts)
        if past:
            looking.append(facts)
    if counting:
        _add_days(session, book, counting)
    if looking:
        _add_past(session, looking)


def _add_days(session: Session, book: Book, asking: Sequence[Facts]) -> None:
    columns = (Run.id, Run.started_at, Run.lead_on, Step.name, Step.opened_at, Step.done_at)
    query = select(*columns).outerjoin(Step, Step.run_id == Run.id)
    runs: dict[int, tuple[date, date]] = {}
    opened: dict[int, dict[str, date]] = {}
    done: dict[int, dict[str, date]] = {}
    for run, started, lead, name, opening, end in session.execute(query.where(Run.id.in_([f.run_id for f in asking]))):
        runs[run] = office_day(started), lead or office_day(started)
        if opening:
            opened.setdefault(run, {})[name] = office_day(opening)
        if end:
            done.setdefault(run, {})[name] = office_day(end)
    calendars = _calendars(session, book)
    for facts in asking:
        run = facts.run_id or 0
        facts.days = Days(calendars(facts.area), *runs[run], opened.get(run, {}), done.get(run, {}))


def _calendars(session: Session, book: Book) -> Callable[[str], Callable[[], Calendar]]:
    """The calendar of a place, read when the first clock asks for it and once for all cases there."""
    known = cache(lambda area: book.calendar(session, area))
    return lambda area: lambda: known(area)


def _add_past(session: Session, asking: Sequence[Facts]) -> None:
    columns = (Exhibit.case_id, Exhibit.kind, Exhibit.happened_on, Exhibit.run_id, Exhibit.facts)
    present = [facts.run_id for facts in asking]
    query = select(*columns).where(Exhibit.case_id.in_([facts.case_id for facts in asking]))
    earlier = query.where(Exhibit.superseded == false(), or_(Exhibit.run_id.is_(None), Exhibit.run_id.not_in(present)))
    found: dict[int, list[Past]] = {}
    for case_id, kind, on, run, said in session.execute(earlier.order_by(Exhibit.evidence_id)):
        found.setdefault(case_id, []).append(Past(kind, on, run, json.loads(said)))
    for facts in asking:
        facts.past = tuple(found.get(facts.case_id, ()))
