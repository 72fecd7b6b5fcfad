"""What one department sees of the ways out: the households that wait for its word on a criterion, and its own words.

Each criterion is answered household by household, or found met for many at once (HT02).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.cases import Case
from engine.errors import NotFound
from engine.evidence import Evidence, Exhibit
from engine.procedure import StepSpec
from states.evidence.record import record
from states.households import Household
from states.joint_review import PAGE, Asked, Place, after_place, households, steps_open, waiting_for
from states.policies import Criterion, policy_of

REVIEW = "criterion_review"
NEED = "evidence:" + REVIEW
Steps = list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Owned:
    """A criterion of the department with how many households wait for its word."""

    code: str
    criterion: Criterion
    waiting: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A word of the department on one household."""

    case_id: int
    number: str
    head_name: str
    on: date
    by_name: str
    met: bool


def owned(session: Session, book: Book, by: Actor) -> list[Owned]:
    """The criteria of this department that households wait for, by code."""
    found = []
    for code, (criterion, steps) in sorted(_criteria(session, book, by).items()):
        query = waiting_for(steps, REVIEW, good_of(code, criterion, by.department), by)
        found.append(Owned(code, criterion, session.scalar(select(func.count()).select_from(query.subquery())) or 0))
    return found


def asked(
    session: Session, book: Book, code: str, by: Actor, *, people: bool = False, after: Place | None = None,
    only: Sequence[int] = (), most: int = PAGE,
) -> list[Asked]:  # fmt: skip
    """A page of households that wait for the department to find a criterion met, first come first.

    Those found wanting stay on it, so that the department may look again once something was done.
    """
    criterion, steps = _criteria(session, book, by).get(code, (None, []))
    if criterion is None:
        return []
    query = after_place(waiting_for(steps, REVIEW, good_of(code, criterion, by.department), by), after, only, most)
    return households(session, book, query, people=people)


def criterion_of(session: Session, book: Book, code: str, by: Actor) -> Criterion:
    """A criterion of this department for which a step is open; raises `NotFound`."""
    found = _criteria(session, book, by).get(code)
    if found is None:
        raise NotFound("criterion", code)
    return found[0]


def answer(
    session: Session, book: Book, code: str, case_ids: Sequence[int], by: Actor, at: datetime, *, on: date, met: bool,
    asks: Sequence[str] = (), remarks: str = "",
) -> int:  # fmt: skip
    """Record the department's word for each household that waits for it; answer how many.

    `asks` are the further facts found true. Raises `NotFound` for one that does not wait.
    """
    wanted = sorted(set(case_ids))
    waiting = {one.case_id for one in asked(session, book, code, by, only=wanted)} if wanted else set()
    if missing := [case_id for case_id in wanted if case_id not in waiting]:
        raise NotFound("case", missing)
    if wanted:
        criterion = criterion_of(session, book, code, by)
        body = {"criterion": code, "department": by.department, "met": met, "remarks": remarks}
        facts = {name: name in asks for name in criterion.asks}
        record(session, REVIEW, body | facts, wanted, happened_on=on, by=by, at=at)
    return len(wanted)


def wanting(session: Session, code: str, case_ids: Sequence[int], by: Actor) -> set[int]:
    """Those of these households that the department has answered for in their present run, and found wanting."""
    query = (
        select(Exhibit.case_id)
        .join(Case, (Case.id == Exhibit.case_id) & (Case.run_id == Exhibit.run_id))
        .where(Exhibit.case_id.in_(case_ids), Exhibit.kind == REVIEW)
        .where(Exhibit.facts.contains(_mark(code, by.department), autoescape=True))
    )
    return set(session.scalars(query))


def reviewed(session: Session, code: str, by: Actor) -> list[Reviewed]:
    """The department's last words on a criterion, newest first."""
    query = (
        select(Evidence, Exhibit, Household.number, Household.head_name)
        .join(Exhibit, Exhibit.evidence_id == Evidence.id)
        .join(Household, Household.case_id == Exhibit.case_id)
        .where(
            Exhibit.kind == REVIEW,
            within(Household.group_code, by.area),
            Exhibit.facts.contains(_mark(code, by.department), autoescape=True),
        )
        .order_by(Evidence.id.desc())
        .limit(PAGE)
    )
    return [
        Reviewed(
            exhibit.case_id, number, head, exhibit.happened_on, one.recorded_by_name, json.loads(exhibit.facts)["met"]
        )
        for one, exhibit, number, head in session.execute(query)
    ]


def _criteria(session: Session, book: Book, by: Actor) -> dict[str, tuple[Criterion, Steps]]:
    """The criteria of this department with the steps at which each is asked for."""
    found: dict[str, tuple[Criterion, Steps]] = {}
    for digest, move, name in steps_open(session, book, by.area, lambda digest, spec: bool(_codes(digest, spec, by))):
        procedure = book.definition(session, digest).by_name[move].procedure
        assert procedure is not None  # a step of it is open
        for code in _codes(digest, procedure.by_name[name], by):
            criterion = policy_of(digest).criteria[code]
            found.setdefault(code, (criterion, []))[1].append((digest, move, name))
    return found


def _codes(digest: str, spec: StepSpec, by: Actor) -> list[str]:
    criteria = policy_of(digest).criteria
    wanted = [code for need in spec.each_need if need.name == NEED for code in need.params.get("each_of", ())]
    return [code for code in wanted if by.department in criteria[code].departments]


def good_of(code: str, criterion: Criterion, department: str) -> str:
    """How a word that leaves nothing to be wished for is known."""
    return _mark(code, department) + "".join(f',"{name}":true' for name in (*sorted(criterion.asks), "met"))


def _mark(code: str, department: str) -> str:
    """How a department's word on a criterion is known by the canonical text of its facts, whose keys are sorted."""
    return f'"criterion":{json.dumps(code)},"department":{json.dumps(department)}'
