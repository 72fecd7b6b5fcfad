"""The papers of an area: the list with its counts, one with its editions, and those about a household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.errors import NotFound
from states.issued.paper import LABELS, STANDING, Paper

PAGE = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A paper with where it stands."""

    paper: Paper
    state: str

    @property
    def label(self) -> str:
        """The state for people."""
        return LABELS[self.state]

    @property
    def stands(self) -> bool:
        """Whether it holds: neither withdrawn nor replaced."""
        return self.state in STANDING


def papers(
    session: Session, by: Actor, *, area: str = "", document: str = "", state: str = "", year: int = 0, before: int = 0
) -> tuple[list[Shown], int]:
    """A page of the area's papers, newest first, and the id to go on from (0 at the end)."""
    query = _query().where(seen(by), within(Paper.area, area))
    for column, wanted in ((Paper.document, document), (Case.state, state), (Paper.year, year)):
        if wanted:
            query = query.where(column == wanted)
    if before:
        query = query.where(Paper.id < before)
    rows = [Shown(*row) for row in session.execute(query.order_by(Paper.id.desc()).limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1].paper.id if len(rows) > PAGE else 0


def counts(session: Session, by: Actor) -> dict[str, int]:
    """How many papers of the area stand in each state."""
    query = select(Case.state, func.count()).join(Paper, Paper.case_id == Case.id).where(seen(by))
    found = dict(session.execute(query.group_by(Case.state)).all())
    return {state: found.get(state, 0) for state in LABELS}


def documents(session: Session, by: Actor) -> list[str]:
    """The kinds of papers that there are in the area."""
    return list(session.scalars(select(Paper.document).where(seen(by)).distinct()))


def find(session: Session, paper_id: int, by: Actor) -> Shown:
    """A paper of the actor's area; raises `NotFound`."""
    row = session.execute(_query().where(Paper.id == paper_id, seen(by))).one_or_none()
    if row is None:
        raise NotFound("paper", paper_id)
    return Shown(*row)


def editions(session: Session, paper: Paper) -> Sequence[Shown]:
    """All editions under the paper's number, the newest first."""
    same = (Paper.area == paper.area, Paper.stem == paper.stem, Paper.year == paper.year)
    query = _query().where(*same, Paper.serial == paper.serial).order_by(Paper.edition.desc())
    return [Shown(*row) for row in session.execute(query)]


def standing(session: Session, document: str, areas: Sequence[str]) -> dict[str, Paper]:
    """The newest standing paper of this kind for each of these places; one statement."""
    mine = (Paper.document == document, Paper.area.in_(list(areas)), Case.state.in_(STANDING))
    rows = session.execute(_query().where(*mine).order_by(Paper.id))
    return {paper.area: paper for paper, _state in rows}


def answers(session: Session, paper: Paper) -> Shown | None:
    """The standing paper that replies to this one; None while nobody has."""
    mine = (Paper.answers == paper.id, Case.state.in_(STANDING))
    row = session.execute(_query().where(*mine).order_by(Paper.id.desc()).limit(1)).one_or_none()
    return Shown(*row) if row else None


def about(session: Session, case_id: int, by: Actor) -> list[Shown]:
    """The papers about a household, newest first."""
    query = _query().where(Paper.about == case_id, seen(by))
    return [Shown(*row) for row in session.execute(query.order_by(Paper.id.desc()).limit(PAGE))]


def seen(by: Actor) -> ColumnElement[bool]:
    """Which papers a person sees: those of the area, and of a department those that it issued or that go to it."""
    here = within(Paper.area, by.area)
    return and_(here, Paper.department == by.department) if by.department else here


def _query() -> Any:
    return select(Paper, Case.state).join(Case, Case.id == Paper.case_id)
