"""Who is asked what: every column that open steps of an area wait for, of the joint review and of the ways out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import Session

from engine.book import Book
from engine.cases import Case
from engine.evidence import Exhibit
from engine.procedure import StepSpec
from engine.runs import OPEN, Run, Step
from states import criteria_desk, joint_review
from states.joint_review import departments_of, mark_of, steps_asking, steps_open
from states.policies import policy_of


@dataclass(frozen=True, slots=True)
class Ask:
    """One column: the department, the criterion (empty for the joint review), and the steps at which it is asked.

    `kind` is the evidence that answers it, `mark` what the evidence's facts contain.
    """

    department: str
    criterion: str
    title: str
    kind: str
    mark: str
    steps: tuple[tuple[str, str, str], ...]

    @property
    def at(self) -> ColumnElement[bool]:
        """The condition that a step, joined with its run, asks for this column."""
        here = [
            and_(Run.definition == digest, Run.move == move, Step.name == name) for digest, move, name in self.steps
        ]
        return or_(*here)

    @property
    def answered(self) -> ColumnElement[bool]:
        """The condition that a step's column is filled."""
        return exists().where(
            Exhibit.case_id == Step.case_id, Exhibit.run_id == Step.run_id, Exhibit.kind == self.kind,
            Exhibit.superseded == false(), Exhibit.facts.contains(self.mark, autoescape=True),
        )  # fmt: skip


def asks(session: Session, book: Book, area: str) -> list[Ask]:
    """The columns that open steps in an area ask for, by department; two statements."""
    return _columns(session, book, steps_open(session, book, area, _is_asking))


def every_ask(session: Session, book: Book) -> list[Ask]:
    """The columns that steps of any wording ask for, whether one of them is open or not; one statement."""
    return _columns(session, book, sorted(steps_asking(session, book, _is_asking)))


def _is_asking(digest: str, spec: StepSpec) -> bool:
    return any(_of_step(digest, spec))


def _columns(session: Session, book: Book, steps: Iterable[tuple[str, str, str]]) -> list[Ask]:
    found: dict[tuple[str, str, str, str, str], list[tuple[str, str, str]]] = {}
    for digest, move, name in steps:
        procedure = book.definition(session, digest).by_name[move].procedure
        assert procedure is not None  # a step of it asks
        for about in _of_step(digest, procedure.by_name[name]):
            found.setdefault(about, []).append((digest, move, name))
    return [Ask(*about, tuple(steps)) for about, steps in sorted(found.items())]


def _of_step(digest: str, spec: StepSpec) -> Iterator[tuple[str, str, str, str, str]]:
    for department in departments_of(spec):
        yield department, "", "部门比对", joint_review.ANSWER, mark_of(department)
    criteria = policy_of(digest).criteria
    for need in spec.each_need:
        for code in need.params.get("each_of", ()) if need.name == criteria_desk.NEED else ():
            for department in criteria[code].departments:
                mark = criteria_desk.good_of(code, criteria[code], department)
                yield department, code, criteria[code].title, criteria_desk.REVIEW, mark


def open_steps(area: ColumnElement[bool], *columns: Any) -> Any:
    """The open steps with their runs and cases, as far as a condition on them holds."""
    query = select(*columns).select_from(Step).join(Run, Run.id == Step.run_id).join(Case, Case.id == Step.case_id)
    return query.where(Step.status == OPEN, area)
