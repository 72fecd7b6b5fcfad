"""Taking a list in: looked through first, then all that is good of it, in one transaction or in lots.

Whatever the kind of list: a file comes in once for an area, rows of other places are problems and never written,
and each lot and the place it has reached are one transaction, so a kill loses nothing and repeats nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.clock import office_day
from engine.jobs.job import Sentence
from engine.ledger import canonical
from engine.words import N_
from states import workbooks
from states.import_columns import CellProblem, Normalised
from states.imports import ALREADY, MEANWHILE_PROBLEM, ImportRefused
from states.intake import intakes
from states.intake.intakes import Intake
from states.intake.kind import Asking, Checked, Kind
from states.workbooks import Sheet

A_LOT = 500
"""Lines in one transaction."""
NOTHING = N_("表里没有可以入库的内容")
ALL_SAME = N_("表里的内容系统里都已经有了，不用再导入")


@dataclass(frozen=True, slots=True)
class Looked:
    """What a list would bring, and everything that stands against it, in the order of the rows."""

    file: str
    digest: str
    items: Mapping[int, Any]
    problems: tuple[CellProblem, ...]
    changes: tuple[Normalised, ...] = ()
    hidden: tuple[str, ...] = ()
    same: int = 0
    told: tuple[Sentence, ...] = ()
    resumes: bool = False

    @property
    def left_out(self) -> int:
        """How many lines have a problem."""
        return len({one.row for one in self.problems if one.row})

    @property
    def is_acceptable(self) -> bool:
        """Whether something of it can come in: its heading is right, and a line has no problem."""
        return bool(self.items) and all(one.row for one in self.problems)


def read(kind: Kind[Any], data: bytes, file: str) -> Sheet:
    """Read an uploaded list; raises `BadWorkbook`."""
    return workbooks.read(data, file, kind.words(), as_written=True)


def preview(session: Session, kind: Kind[Any], sheet: Sheet, asking: Asking) -> Looked:
    """Look a list through as it would be taken in; nothing is stored."""
    intake = intakes.of(session, kind.id, sheet.digest, asking.by.area, asking.stated)
    if intake is not None and intake.finished_at:
        return _empty(sheet, _taken_before(intake))
    if intake is not None:
        asking = replace(asking, resumes=True)
    checked = kind.check(session, sheet, asking)
    if intake is not None:
        checked = _rest(checked, intake)
    elif not checked.items and not checked.problems:
        text = ALL_SAME if checked.same else NOTHING
        return _empty(sheet, CellProblem(0, "", sheet.file, "nothing", text))
    found = (tuple(checked.problems), tuple(checked.changes), sheet.hidden)
    told = (checked.same, checked.told, intake is not None)
    return Looked(sheet.file, sheet.digest, checked.items, *found, *told)


def _empty(sheet: Sheet, problem: CellProblem) -> Looked:
    return Looked(sheet.file, sheet.digest, {}, (problem,), hidden=sheet.hidden)


def _taken_before(intake: Intake) -> CellProblem:
    facts = {"day": office_day(intake.taken_at).isoformat(), "by": intake.taken_by_name}
    return CellProblem(0, "", intake.file, "taken-before", ALREADY, facts)


def _rest(checked: Checked[Any], intake: Intake) -> Checked[Any]:
    """What is still to come of a taking in that was broken off."""
    rest = set(intake.planned[intake.stored :])
    items = {row: item for row, item in checked.items.items() if row in rest}
    problems = [one for one in checked.problems if not one.row or one.row in rest]
    changes = [one for one in checked.changes if one.row in rest]
    return Checked(items, problems, changes, 0, checked.told)


@dataclass(frozen=True, slots=True)
class Part:
    """A lot: what the rows of the plan bring before `upto`, without those that have a problem by now."""

    intake_id: int
    begin: int
    upto: int
    items: tuple[Any, ...]


def begin(session: Session, kind: Kind[Any], looked: Looked, asking: Asking) -> Intake:
    """Open the taking in of a preview, or go on with the one that was broken off; raises `ImportRefused`."""
    known = intakes.of(session, kind.id, looked.digest, asking.by.area, asking.stated)
    if known is not None and known.finished_at:
        raise ImportRefused(looked.file, [_taken_before(known)])
    if known is not None:
        return known
    if not looked.is_acceptable:
        raise ImportRefused(looked.file, looked.problems)
    intake = Intake(
        kind=kind.id, digest=looked.digest, file=looked.file[:200], area=asking.by.area,
        stated=canonical(dict(asking.stated)), plan=canonical(list(looked.items)), stored=0, taken=0,
        left_out=looked.left_out, same=looked.same, taken_by=asking.by.id, taken_by_name=asking.by.name,
        taken_at=asking.at, finished_at=None,
    )  # fmt: skip
    session.add(intake)
    try:
        session.flush()
    except IntegrityError:  # somebody began with the same file between the question and the answer
        raise ImportRefused(looked.file, [MEANWHILE_PROBLEM]) from None
    return intake


def parts(intake: Intake, looked: Looked, size: int = A_LOT) -> Iterator[Part]:
    """The lots that are still to come."""
    plan = intake.planned
    for first in range(intake.stored, len(plan), size):
        upto = min(len(plan), first + size)
        rows = [row for row in plan[first:upto] if row in looked.items]
        yield Part(intake.id, first, upto, tuple(looked.items[row] for row in rows))


def store(session: Session, kind: Kind[Any], part: Part, asking: Asking) -> None:
    """Store one lot, and with it how far the taking in is; nothing when somebody else has stored it."""
    intake = session.get_one(Intake, part.intake_id, with_for_update=True, populate_existing=True)
    if intake.stored >= part.upto:
        return
    intake.taken += kind.store(session, part.items, intake, asking)
    intake.left_out += part.upto - part.begin - len(part.items)
    intake.stored = part.upto
    if part.upto == len(intake.planned):
        intake.finished_at = asking.at
    session.flush()


def take(session: Session, kind: Kind[Any], looked: Looked, asking: Asking, *, good: bool = False) -> Intake:
    """Store everything that is good of a short list in this transaction; raises `ImportRefused` and stores nothing.

    Lines with problems are left out where `good` says so, and refuse the whole otherwise.
    """
    if looked.problems and not (good or looked.resumes):
        raise ImportRefused(looked.file, looked.problems)
    intake = begin(session, kind, looked, asking)
    for part in parts(intake, looked):
        store(session, kind, part, asking)
    return intake
