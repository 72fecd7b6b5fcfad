"""What is missing of finished procedures (XZ08): asked by the same guards, each by the procedure of its time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.clock import office_day
from engine.facts import EXHIBITS_OF_NONE, Facts
from engine.guards import Blocker
from engine.procedure import StepSpec
from engine.runs import DONE, SKIPPED, Step
from engine.words import N_
from states.case_list import KIND
from states.guards import GUARDS
from states.look_back.finished import PAGE, Finished, Remains, finished, remains

A_LOT = 500
THERE, NOT_ASKED = N_("原来的程序里已经办过，不用补"), N_("这一步没有要补的材料")
MISSING, FILLING, FILLED = "missing", "filling", "filled"


@dataclass(frozen=True, slots=True)
class Lack:
    """A step of a finished procedure of which papers are missing: which, every reason, and how far it is filled."""

    step: str
    title: str
    role: str
    papers: tuple[str, ...]
    blockers: tuple[Blocker, ...]
    standing: str
    filled_on: date | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A finished move after the check: what it is called, what is missing, and the steps that are whole with why."""

    of: Finished
    label: str
    lacks: tuple[Lack, ...]
    whole: dict[str, str]

    @property
    def missing(self) -> tuple[Lack, ...]:
        """What nobody has filled yet."""
        return tuple(lack for lack in self.lacks if lack.standing != FILLED)

    @property
    def begun(self) -> bool:
        """Whether the filling is under way."""
        return any(lack.standing == FILLING for lack in self.lacks)


def gaps(
    session: Session, book: Book, by: Actor, area: str, at: datetime, after: int = 0, limit: int = PAGE
) -> tuple[list[Checked], int]:
    """A page of the finished moves of which something is missing, and the run to go on from (0 at the end)."""
    found: list[Checked] = []
    while True:
        rows, after_lot = finished(session, by, area, after, A_LOT)
        for one in check(session, book, rows, by, at):
            if one.missing:
                found.append(one)
                if len(found) > limit:
                    return found[:limit], found[limit - 1].of.run_id
        if not after_lot:
            return found, 0
        after = after_lot


def of_case(session: Session, book: Book, case_id: int, by: Actor, at: datetime) -> list[Checked]:
    """Every finished move of a household that lacks something, or lacked it until it was filled."""
    rows, _ = finished(session, by, by.area, limit=A_LOT, case_ids=[case_id])
    return [one for one in check(session, book, rows, by, at) if one.lacks]


def counts(session: Session, book: Book, by: Actor, area: str, at: datetime) -> dict[str, Counter[str]]:
    """For each village how many households lack something (under ""), and how many lack each paper."""
    found: dict[str, Counter[str]] = {}
    seen: set[tuple[int, str]] = set()
    for one in every(session, book, by, area, at):
        village = found.setdefault(one.of.area[:12], Counter())
        for name in ("", *(paper for lack in one.missing for paper in lack.papers)):
            if (one.of.case_id, name) not in seen:
                seen.add((one.of.case_id, name))
                village[name] += 1
    return found


def every(session: Session, book: Book, by: Actor, area: str, at: datetime) -> Iterator[Checked]:
    """All finished moves of an area of which something is missing, a lot at a time."""
    after = 0
    while True:
        rows, after = finished(session, by, area, after, A_LOT)
        yield from (one for one in check(session, book, rows, by, at) if one.missing)
        session.expunge_all()
        if not after:
            return


def check(session: Session, book: Book, rows: Sequence[Finished], by: Actor, at: datetime) -> list[Checked]:
    """Check finished moves; nine statements for any number."""
    if not rows:
        return []
    left = remains(session, rows)
    subjects = book.subjects(session, KIND, sorted({row.case_id for row in rows}), office_day(at))
    return [_check(session, book, row, left, subjects[row.case_id], by, at) for row in rows]


def _check(
    session: Session, book: Book, row: Finished, left: Remains, subject: Any, by: Actor, at: datetime
) -> Checked:
    move = book.definition(session, row.definition).by_name[row.move]
    facts = Facts(
        row.case_id, KIND, row.definition, row.area, row.state, 0, 0, "", row.run_id, row.move,
        left.standing(row.run_id), left.exhibits.get(row.run_id, EXHIBITS_OF_NONE), by, at, office_day(at),
        replace(subject, notices=left.notices.get(row.run_id, ())),
    )  # fmt: skip
    lacks, whole = [], {}
    for spec in move.procedure.ordered if move.procedure else ():
        reason, papers, blockers = _missing(spec, facts, left.steps.get(row.run_id, {}).get(spec.name))
        if reason:
            whole[spec.name] = reason
        else:
            standing, on = _filled(spec.name, [left.steps.get(fill, {}) for fill in left.fills.get(row.run_id, ())])
            lacks.append(Lack(spec.name, spec.title, spec.by, papers, blockers, standing, on))
    return Checked(row, move.label, tuple(lacks), whole)


def _missing(spec: StepSpec, facts: Facts, row: Step | None) -> tuple[str, tuple[str, ...], tuple[Blocker, ...]]:
    """Why nothing is missing of a step; else the papers that are, with every reason."""
    if row is not None and row.status == SKIPPED:
        return row.remark or NOT_ASKED, (), ()
    if spec.skip and (reason := spec.skip.reason(facts)):
        return reason, (), ()
    asked = [need for need in spec.needs if need.name not in GUARDS]
    found = {need.title: blockers for need in asked if (blockers := need.missing(facts))}
    if found:
        return "", tuple(found), tuple(one for blockers in found.values() for one in blockers)
    return THERE if asked else NOT_ASKED, (), ()


def _filled(step: str, fills: Collection[dict[str, Step]]) -> tuple[str, date | None]:
    standing: tuple[str, date | None] = (MISSING, None)
    for steps in fills:
        row = steps.get(step)
        if row is not None and row.status == DONE and row.done_at:
            return FILLED, office_day(row.done_at)
        if row is not None and row.status != SKIPPED:
            standing = (FILLING, None)
    return standing
