"""What one department sees of the joint reviews: households that wait for its answer, and its own answers.

A department compares people with its own lists, so it is shown names and identity numbers and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.cases import Case
from engine.errors import NotFound
from engine.evidence import Evidence, Exhibit
from engine.procedure import StepSpec
from engine.runs import OPEN, Run, Step
from engine.worklist import IS_OPEN
from states.evidence.record import record
from states.households import Household
from states.members import of_households
from states.packs.store import StoredPack

ANSWER = "department_answer"
NEED = "evidence:" + ANSWER
PAGE = 50
Place = tuple[datetime, int]
"""Where a page of the list ends: when the review was opened, and of which case."""


@dataclass(frozen=True, slots=True)
class Person:
    """A member of a household, as far as a comparison needs."""

    name: str
    id_no: str
    is_head: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A household that waits for the department's answer."""

    case_id: int
    household_id: int
    number: str
    head_name: str
    village: str
    move: str
    opened_at: datetime
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of the department."""

    case_id: int
    number: str
    head_name: str
    on: date
    by_name: str
    hit: bool
    item: str


def asked(
    session: Session, book: Book, by: Actor, *, people: bool, after: Place | None = None, only: Sequence[int] = (),
    most: int = PAGE,
) -> list[Asked]:  # fmt: skip
    """A page of households that wait for the department's answer, first come first."""
    steps = _steps(session, book, by)
    if not steps:
        return []
    query = after_place(waiting_for(steps, ANSWER, mark_of(by.department), by), after, only, most)
    return households(session, book, query, people=people)


def households(session: Session, book: Book, query: Any, *, people: bool) -> list[Asked]:
    """The households that `waiting_for` found, with their people where they are wanted."""
    rows = session.execute(query).all()
    members = of_households(session, [row[1] for row in rows]) if people else {}
    labels = {(digest, move): book.definition(session, digest).by_name[move].label for *_, digest, move, _ in rows}
    return [
        Asked(
            case_id, household, number, head, village, labels[digest, move], opened,
            tuple(Person(m.name, m.id_no, m.is_head) for m in members.get(household, ())),
        )
        for case_id, household, number, head, village, digest, move, opened in rows
    ]  # fmt: skip


def asked_count(session: Session, book: Book, by: Actor) -> int:
    """How many households wait for the department's answer."""
    steps = _steps(session, book, by)
    if not steps:
        return 0
    return (
        session.scalar(
            select(func.count()).select_from(waiting_for(steps, ANSWER, mark_of(by.department), by).subquery())
        )
        or 0
    )


def one(session: Session, book: Book, case_id: int, by: Actor) -> Asked:
    """One household with its people; raises `NotFound` unless it waits for this department's answer."""
    for found in asked(session, book, by, people=True, only=[case_id]):
        return found
    raise NotFound("case", case_id)


def answer(
    session: Session, book: Book, case_ids: Sequence[int], by: Actor, at: datetime, *, on: date,
    hit: bool = False, item: str = "", detail: str = "",
) -> int:  # fmt: skip
    """Record the department's answer for each household that waits for it; answer how many.

    Raises `NotFound` for one that does not wait, so that nobody answers twice or for another county.
    """
    wanted = sorted(set(case_ids))
    waiting = {found.case_id for found in asked(session, book, by, people=False, only=wanted)} if wanted else set()
    if missing := [case_id for case_id in wanted if case_id not in waiting]:
        raise NotFound("case", missing)
    if wanted:
        body: dict[str, Any] = {"department": by.department, "hit": hit, "item": item, "detail": detail}
        record(session, ANSWER, body, wanted, happened_on=on, by=by, at=at)
    return len(wanted)


def answered(session: Session, by: Actor, before: int = 0) -> tuple[list[Answered], int]:
    """A page of the department's own answers, newest first, and the id to go on from (0 at the end)."""
    query = (
        select(Evidence, Exhibit, Household.number, Household.head_name)
        .join(Exhibit, Exhibit.evidence_id == Evidence.id)
        .join(Household, Household.case_id == Exhibit.case_id)
        .where(
            Exhibit.kind == ANSWER,
            within(Household.group_code, by.area),
            Exhibit.facts.contains(mark_of(by.department), autoescape=True),
        )
        .order_by(Evidence.id.desc())
        .limit(PAGE + 1)
    )
    if before:
        query = query.where(Evidence.id < before)
    rows = session.execute(query).all()
    found = []
    for evidence, exhibit, number, head in rows[:PAGE]:
        told = json.loads(exhibit.facts)
        found.append(
            Answered(
                exhibit.case_id, number, head, exhibit.happened_on, evidence.recorded_by_name, told["hit"], told["item"]
            )
        )
    return found, rows[PAGE - 1][0].id if len(rows) > PAGE else 0


def _steps(session: Session, book: Book, by: Actor) -> list[tuple[str, str, str]]:
    """The steps (definition, move, name) open in the area at which this department is asked."""
    return steps_open(session, book, by.area, lambda _, spec: by.department in departments_of(spec))


def steps_open(
    session: Session, book: Book, area: str, asks: Callable[[str, StepSpec], bool]
) -> list[tuple[str, str, str]]:
    """The steps (definition, move, name) open in an area that ask, given definition and step.

    Of the open steps only those are looked through that have the name of one that asks.
    """
    asking = steps_asking(session, book, asks)
    query = select(Run.definition, Run.move, Step.name).join(Run, Run.id == Step.run_id)
    named = Step.name.in_({name for _digest, _move, name in asking})
    open_ = query.where(IS_OPEN, within(Step.area, area), named).distinct()
    return [(row[0], row[1], row[2]) for row in session.execute(open_) if tuple(row) in asking] if asking else []


def steps_asking(session: Session, book: Book, asks: Callable[[str, StepSpec], bool]) -> set[tuple[str, str, str]]:
    """The steps (definition, move, name) of all wordings that ask, open or not.

    A wording that nobody has any more asks nobody: the scan for stuck cases tells of its runs.
    """
    return {
        (digest, move.name, spec.name)
        for digest in session.scalars(select(StoredPack.digest))
        for move in book.definition(session, digest).moves
        if move.procedure is not None
        for spec in move.procedure.steps
        if asks(digest, spec)
    }


def departments_of(spec: StepSpec) -> tuple[str, ...]:
    """The departments that a step asks for an answer."""
    return tuple(code for need in spec.each_need if need.name == NEED for code in need.params.get("each_of", ()))


def after_place(query: Any, after: Place | None, only: Sequence[int], most: int = PAGE) -> Any:
    """A page of such a list, first come first: what comes after a place, or these cases only."""
    query = query.order_by(Step.opened_at, Step.case_id)
    if after is not None:
        at, case_id = after
        query = query.where(or_(Step.opened_at > at, and_(Step.opened_at == at, Step.case_id > case_id)))
    return query.where(Step.case_id.in_(only)) if only else query.limit(most)


def waiting_for(steps: Sequence[tuple[str, str, str]], kind: str, mark: str, by: Actor) -> Any:
    """The households at these steps without an answer of this kind that bears the mark in its facts."""
    answered_already = exists().where(
        Exhibit.case_id == Step.case_id,
        Exhibit.run_id == Step.run_id,
        Exhibit.kind == kind,
        Exhibit.superseded == false(),
        Exhibit.facts.contains(mark, autoescape=True),
    )
    of_them: list[ColumnElement[bool]] = [
        and_(Run.definition == digest, Run.move == move, Step.name == name) for digest, move, name in steps
    ]
    return (
        select(
            Step.case_id, Household.id, Household.number, Household.head_name, Household.village,
            Run.definition, Run.move, Step.opened_at,
        )
        .join(Run, Run.id == Step.run_id)
        .join(Case, Case.id == Step.case_id)
        .join(Household, Household.case_id == Step.case_id)
        .where(Step.status == OPEN, within(Step.area, by.area), or_(*of_them), ~answered_already)
    )  # fmt: skip


def mark_of(department: str) -> str:
    """How a department's answer is known by the canonical text of its facts."""
    return f'"department":{json.dumps(department)}'
