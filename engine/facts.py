"""Facts: all that guards may look at, gathered for many cases by one statement.

Steps and exhibits come as JSON text built by the database, so that equal facts of many cases are
parsed once. What is particular to a kind of subject comes from that kind's own loader.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import JSON, ColumnElement, Text, bindparam, cast, false, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.cases import Case
from engine.clock import office_day
from engine.evidence import Exhibit
from engine.further import Days, Past, look_further
from engine.guards import Blocker
from engine.hot import Hot, as_list, listed
from engine.runs import FOR_MOVE, FOR_RECORD, Run, Step

if TYPE_CHECKING:
    from engine.book import Book


class StepFact(NamedTuple):
    """Where a step stands: its status, which round it is in, and who did it."""

    status: str
    round: int
    done_by: str


class Standing(dict[str, StepFact]):
    """How the steps of a run stand, by their names; shared by all cases whose steps stand alike.

    `ahead` remembers what an act leads to from here, which is the same for all of them.
    """

    __slots__ = ("ahead",)

    def __init__(self, facts: Iterable[tuple[str, StepFact]] = ()) -> None:
        super().__init__(facts)
        self.ahead: dict[tuple[object, ...], Any] = {}


class Shown(NamedTuple):
    """An exhibit that stands: what kind, when it happened, who recorded it, and what it says."""

    kind: str
    happened_on: str
    recorded_by: str
    step: str
    facts: Mapping[str, Any]


class Exhibits(tuple[Shown, ...]):
    """The standing exhibits of a run in the order in which they were recorded; shared by cases that show alike."""

    @cached_property
    def by_kind(self) -> dict[str, list[Shown]]:
        """The exhibits of each kind, oldest first."""
        found: dict[str, list[Shown]] = {}
        for exhibit in self:
            found.setdefault(exhibit.kind, []).append(exhibit)
        return found


EXHIBITS_OF_NONE = Exhibits()
"""What a run shows in which nothing was recorded."""


@dataclass(slots=True)
class Facts:
    """One case with everything its guards may read; also the model the machine moves.

    `days` and `past` are there only where the procedure asks for them.
    """

    case_id: int
    kind: str
    definition: str
    area: str
    state: str
    version: int
    sequence: int
    head: str
    run_id: int | None
    move: str
    steps: Standing
    exhibits: Exhibits
    actor: Actor
    at: datetime
    today: date
    subject: Any = None
    days: Days | None = None
    past: tuple[Past, ...] = ()
    blockers: list[Blocker] = field(default_factory=list)
    purpose: str = FOR_MOVE

    def shown(self, kind: str) -> list[Shown]:
        """The standing exhibits of a kind, oldest first."""
        return self.exhibits.by_kind.get(kind, [])


EMPTY: ColumnElement[str] = literal_column("''")
NONE: ColumnElement[str] = literal_column("'[]'")


def _query(dialect: str) -> Any:
    array, group = (func.json_array, func.json_group_array)
    if dialect == "postgresql":
        array, group = func.json_build_array, func.json_agg
    row = array(Step.name, Step.status, Step.round, Step.done_by)
    steps = select(cast(group(row), Text)).where(Step.run_id == Case.run_id).scalar_subquery()
    said = cast(Exhibit.facts, JSON) if dialect == "postgresql" else func.json(Exhibit.facts)
    shown = array(Exhibit.kind, cast(Exhibit.happened_on, Text), Exhibit.recorded_by, Exhibit.step, said)
    # SQLite before 3.44 cannot order inside an aggregate: there the index on (run, evidence) gives the order
    ordered = aggregate_order_by(shown, Exhibit.evidence_id) if dialect == "postgresql" else shown
    exhibits = (
        select(cast(group(ordered), Text))
        .where(Exhibit.run_id == Case.run_id, Exhibit.superseded == false())
        .scalar_subquery()
    )
    return select(
        Case.id,
        Case.kind,
        func.coalesce(Run.definition, Case.definition),
        Case.area,
        Case.state,
        Case.version,
        Case.sequence,
        Case.head,
        Case.run_id,
        func.coalesce(Run.move, EMPTY),
        func.coalesce(steps, NONE),
        func.coalesce(exhibits, NONE),
        func.coalesce(Run.purpose, EMPTY),
        Run.fills,
    ).outerjoin(Run, Run.id == Case.run_id)


ONE = Hot(lambda dialect: _query(dialect).where(Case.id == bindparam("id")))
MANY = Hot(lambda dialect: _query(dialect).where(Case.id.in_(listed(dialect, "ids"))).order_by(Case.id))


@lru_cache(maxsize=4096)
def _steps(text: str) -> Standing:
    return Standing((row[0], StepFact(*row[1:])) for row in json.loads(text))


@lru_cache(maxsize=4096)
def _exhibits(text: str) -> Exhibits:
    return Exhibits(map(Shown._make, json.loads(text)))


def gather(session: Session, book: Book, case_ids: Collection[int], by: Actor, at: datetime) -> dict[int, Facts]:
    """The facts of each case that exists, by case id, in the order of the ids."""
    if len(case_ids) == 1:
        rows = ONE.rows(session, {"id": next(iter(case_ids))})
    else:
        rows = MANY.rows(session, {"ids": as_list(session, sorted(set(case_ids)))})
    today = office_day(at)
    gathered = {
        row[0]: Facts(*row[:10], _steps(row[10]), _exhibits(row[11]), by, at, today)  # type: ignore[call-arg]
        for row in rows
    }
    if filling := {row[0]: row[13] for row in rows if row[12] == FOR_RECORD}:
        _add_former(session, gathered, filling)
    _add_subjects(session, book, gathered, today)
    look_further(session, book, gathered.values())
    return gathered


def exhibits_of(session: Session, run_ids: Collection[int]) -> dict[int, Exhibits]:
    """The standing exhibits of each of these runs that has any, one statement."""
    columns = (Exhibit.run_id, Exhibit.kind, Exhibit.happened_on, Exhibit.recorded_by, Exhibit.step, Exhibit.facts)
    query = select(*columns).where(Exhibit.run_id.in_(set(run_ids)), Exhibit.superseded == false())
    found: dict[int, list[Shown]] = {}
    for run, kind, on, by, step, said in session.execute(query.order_by(Exhibit.run_id, Exhibit.evidence_id)):
        found.setdefault(run or 0, []).append(Shown(kind, on.isoformat(), by, step, json.loads(said)))
    return {run: Exhibits(shown) for run, shown in found.items()}


def _add_former(session: Session, gathered: Mapping[int, Facts], filling: Mapping[int, int]) -> None:
    """A back-fill sees what its finished run has, before its own."""
    former = exhibits_of(session, filling.values())
    for case_id, run in filling.items():
        facts = gathered[case_id]
        facts.purpose = FOR_RECORD
        facts.exhibits = Exhibits((*former.get(run, ()), *facts.exhibits))


def _add_subjects(session: Session, book: Book, gathered: Mapping[int, Facts], today: date) -> None:
    by_kind: dict[str, list[int]] = {}
    for facts in gathered.values():
        by_kind.setdefault(facts.kind, []).append(facts.case_id)
    for kind, ids in by_kind.items():
        for case_id, subject in book.subjects(session, kind, ids, today).items():
            gathered[case_id].subject = subject
