"""The problems of an area: the list by filter, the counts, one with all about it, and how far each unit and kind is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.cases import Case
from engine.errors import NotFound
from engine.evidence import Evidence, EvidenceFile, Exhibit
from engine.guards import Blocker
from engine.outlook import one
from states.households import Household
from states.problems.problem import CLOSED, DISMISSED, KIND, LABELS, OPEN, Listed
from states.problems.problem_list import ProblemList
from states.problems.similar import Similar, Trace

PAGE = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A problem with its list and its state."""

    problem: Listed
    list: ProblemList
    state: str

    @property
    def label(self) -> str:
        """The state for people."""
        return LABELS[self.state]

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed and it is not closed."""
        return self.state in OPEN and today > self.problem.due_on


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the problems of a unit or a kind have come."""

    key: str
    all: int
    claimed: int
    rectified: int
    closed: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the list: a part of the area, a state, a kind, a list, only what is overdue on a day."""

    area: str = ""
    state: str = ""
    kind: str = ""
    list_id: int = 0
    over_on: date | None = None


def listed(session: Session, by: Actor, asked: Asked = Asked(), *, before: int = 0) -> tuple[list[Shown], int]:
    """A page of the area's problems, newest first, and the id to go on from (0 at the end)."""
    query = _asked(_query(), by, asked)
    if before:
        query = query.where(Listed.id < before)
    rows = [Shown(*row) for row in session.execute(query.order_by(Listed.id.desc()).limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1].problem.id if len(rows) > PAGE else 0


def counts(session: Session, by: Actor, area: str = "") -> dict[str, int]:
    """How many problems of the area stand in each state."""
    query = select(Case.state, func.count()).where(
        Case.kind == KIND, within(Case.area, by.area), within(Case.area, area)
    )
    found = dict(session.execute(query.group_by(Case.state)).all())
    return {state: found.get(state, 0) for state in LABELS}


def find(session: Session, problem_id: int, by: Actor) -> Shown:
    """A problem of the actor's area; raises `NotFound`."""
    row = session.execute(_query().where(Listed.id == problem_id, within(Listed.area, by.area))).one_or_none()
    if row is None:
        raise NotFound("problem", problem_id)
    return Shown(*row)


def households(
    session: Session, problem: Listed, by: Actor, *, after: int = 0, limit: int = PAGE
) -> tuple[list[tuple[Similar, Household]], int]:
    """A page of the households of a problem in the actor's area, and the id to go on from (0 at the end)."""
    query = select(Similar, Household).join(Household, Household.id == Similar.household_id)
    here = (Similar.problem_id == problem.id, Similar.id > after, within(Household.group_code, by.area))
    rows = [(row[0], row[1]) for row in session.execute(query.where(*here).order_by(Similar.id).limit(limit + 1))]
    return rows[:limit], rows[limit - 1][0].id if len(rows) > limit else 0


def judged(session: Session, problem: Listed) -> dict[str, int]:
    """How many households of a problem have each verdict; "" wait for one, `left` wait for their work."""
    undone = func.coalesce(func.sum(case((Similar.rectified_on.is_(None), 1), else_=0)), 0)
    query = select(Similar.verdict, func.count(), undone).where(Similar.problem_id == problem.id)
    rows = session.execute(query.group_by(Similar.verdict)).all()
    found = {row[0]: row[1] for row in rows}
    return {"": 0, "same": 0, "other": 0} | found | {"left": sum(row[2] for row in rows if row[0] == "same")}


def traces(session: Session, problem: Listed) -> Sequence[Trace]:
    """The queries that were run for a problem, oldest first."""
    return session.scalars(select(Trace).where(Trace.problem_id == problem.id).order_by(Trace.id)).all()


def about(session: Session, household_id: int, by: Actor) -> list[Shown]:
    """The problems that name a household or whose query found it as the same, newest first."""
    mine = select(Similar.problem_id).where(Similar.household_id == household_id, Similar.verdict == "same")
    query = _query().where(Listed.id.in_(mine), within(Listed.area, by.area))
    return [Shown(*row) for row in session.execute(query.order_by(Listed.id.desc()).limit(PAGE))]


def files(session: Session, problem: Listed) -> list[tuple[Evidence, EvidenceFile]]:
    """The proof of a problem: each piece of evidence with its files, in their order."""
    query = select(Evidence, EvidenceFile).join(EvidenceFile, EvidenceFile.evidence_id == Evidence.id)
    query = query.join(Exhibit, Exhibit.evidence_id == Evidence.id).where(Exhibit.case_id == problem.case_id)
    return [(row[0], row[1]) for row in session.execute(query.order_by(Evidence.id, EvidenceFile.position))]


def against(session: Session, book: Book, problem: Listed, by: Actor, at: Any) -> dict[str, list[Blocker]]:
    """What each act of the person's post would be refused for; an empty list means that it can be done."""
    moves = one(session, book, problem.case_id, by, at).moves
    return {move.name: list(blockers) for move, blockers in moves if by.role in move.by}


def by_unit(session: Session, by: Actor, today: date, asked: Asked = Asked()) -> list[Progress]:
    """How far the problems of each unit are, by its code (HT13: by community)."""
    return _progress(session, Listed.area, by, today, asked)


def by_kind(session: Session, by: Actor, today: date, asked: Asked = Asked()) -> list[Progress]:
    """How far the problems of each kind of list are, by what the kind is called."""
    return _progress(session, ProblemList.title, by, today, asked)


def _progress(session: Session, key: Any, by: Actor, today: date, asked: Asked) -> list[Progress]:
    def count(condition: Any) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    ended = (CLOSED[0], DISMISSED[0])
    query = select(
        key,
        func.count(),
        count(Case.state.not_in(("received", "returned"))),
        count(Case.state.in_(("rectified", "checked", *ended))),
        count(Case.state.in_(ended)),
        count(Case.state.not_in(ended) & (Listed.due_on < today)),
    )
    query = query.select_from(Listed).join(ProblemList, ProblemList.id == Listed.list_id)
    query = _asked(query.join(Case, Case.id == Listed.case_id), by, asked)
    return [Progress(*row) for row in session.execute(query.group_by(key).order_by(key))]


def chosen(session: Session, ids: Collection[int], by: Actor) -> list[Shown]:
    """Those of these problems that lie in the actor's area."""
    query = _query().where(Listed.id.in_(set(ids)), within(Listed.area, by.area))
    return [Shown(*row) for row in session.execute(query.order_by(Listed.id))]


def _asked(query: Any, by: Actor, asked: Asked) -> Any:
    query = query.where(within(Listed.area, by.area), within(Listed.area, asked.area))
    if asked.state:
        query = query.where(Case.state == asked.state)
    if asked.kind:
        query = query.where(ProblemList.kind == asked.kind)
    if asked.list_id:
        query = query.where(Listed.list_id == asked.list_id)
    if asked.over_on:
        query = query.where(Listed.due_on < asked.over_on, Case.state.in_(OPEN))
    return query


def _query() -> Any:
    query = select(Listed, ProblemList, Case.state).join(ProblemList, ProblemList.id == Listed.list_id)
    return query.join(Case, Case.id == Listed.case_id)
