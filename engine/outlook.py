"""The outlook of a case: every step of its run with what is still missing, as one person sees it today.

The same guards that refuse an act answer here, so the page, the list and the refusal never differ.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.decide import against_actor, against_move, ends_with, standing, unmet
from engine.definition import Definition, Move
from engine.due import Cap, cap_of
from engine.errors import NotFound
from engine.facts import Facts, gather
from engine.guards import Blocker, Need
from engine.procedure import StepSpec
from engine.runs import DONE, NO_DATE, OPEN, SKIPPED, Step

NOT_STARTED, IN_PROGRESS, FINISHED, CANNOT_START, NEEDS_ACTION = (
    "not-started",
    "in-progress",
    "finished",
    "cannot-start",
    "needs-action",
)


@dataclass(frozen=True, slots=True)
class NeedView:
    """One thing a step needs, and what is still missing of it."""

    need: Need
    missing: tuple[Blocker, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the run as a task: its standing, its needs, and whether this person can finish it now."""

    spec: StepSpec
    row: Step
    task: str
    needs: tuple[NeedView, ...]
    blockers: tuple[Blocker, ...]
    mine: bool

    @property
    def due_on(self) -> date | None:
        """The last day, or None when it is never due."""
        return None if self.row.due_on == NO_DATE else self.row.due_on

    @property
    def ready(self) -> bool:
        """Whether this person can finish it this moment."""
        return self.row.status == OPEN and not self.blockers


@dataclass(frozen=True, slots=True)
class Outlook:
    """A case with its run's steps in order and the moves it could begin."""

    facts: Facts
    definition: Definition
    move: Move | None
    steps: tuple[StepView, ...]
    moves: tuple[tuple[Move, tuple[Blocker, ...]], ...]
    cap: Cap | None = None
    """The last day of the whole run, where the plan caps it."""


def outlook(session: Session, book: Book, case_ids: Collection[int], by: Actor, at: datetime) -> dict[int, Outlook]:
    """The outlook of each case that exists, by case id; a few statements for all."""
    gathered = gather(session, book, case_ids, by, at)
    runs = {facts.run_id for facts in gathered.values() if facts.run_id is not None}
    rows: dict[int, dict[str, Step]] = {}
    for row in session.scalars(select(Step).where(Step.run_id.in_(runs))):
        rows.setdefault(row.run_id, {})[row.name] = row
    return {case_id: _outlook(session, book, facts, rows) for case_id, facts in gathered.items()}


def one(session: Session, book: Book, case_id: int, by: Actor, at: datetime) -> Outlook:
    """The outlook of one case; raises `NotFound`."""
    found = outlook(session, book, [case_id], by, at).get(case_id)
    if found is None:
        raise NotFound("case", case_id)
    return found


def _outlook(session: Session, book: Book, facts: Facts, rows: dict[int, dict[str, Step]]) -> Outlook:
    definition = book.definition(session, facts.definition)
    if facts.run_id is None:
        moves = tuple((move, _against(move, facts)) for move in definition.moves_from(facts.state))
        return Outlook(facts, definition, None, (), moves)
    move = definition.by_name[facts.move]
    steps = move.procedure.ordered if move.procedure else ()
    views = tuple(_view(move, spec, facts, rows[facts.run_id][spec.name]) for spec in steps)
    return Outlook(facts, definition, move, views, (), cap_of(move, facts))


def _against(move: Move, facts: Facts) -> tuple[Blocker, ...]:
    if move.procedure is None:
        return tuple(against_move(move, facts))
    return ()


def _view(move: Move, spec: StepSpec, facts: Facts, row: Step) -> StepView:
    needs = tuple(NeedView(need, need.missing(facts)) for need in spec.needs)
    if row.status in (DONE, SKIPPED):
        return StepView(spec, row, FINISHED, needs, (), False)
    mine = spec.by == facts.actor.role and facts.area.startswith(facts.actor.area)
    procedure = move.procedure
    before = tuple(standing(procedure, spec, facts)) if procedure else ()
    blockers = before + tuple(against_actor(spec, facts)) + tuple(unmet(spec, facts))
    if procedure and ends_with(procedure, spec, facts):
        blockers += tuple(against_move(move, facts))
    return StepView(spec, row, _task(row, needs, blockers), needs, blockers, mine)


def _task(row: Step, needs: tuple[NeedView, ...], blockers: tuple[Blocker, ...]) -> str:
    if row.status != OPEN:
        return CANNOT_START
    if row.returned_by or any(blocker.attention for blocker in blockers):
        return NEEDS_ACTION
    met = sum(1 for view in needs if not view.missing)
    return IN_PROGRESS if met or not needs else NOT_STARTED
