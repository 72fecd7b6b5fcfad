"""Taking a ledger's file in: looked through first, then stored and laid against ours in one act (TZ15, BZ05)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import advance_many
from engine.areas import within
from engine.book import Book
from engine.cases import Case, open_cases
from engine.clock import office_day
from engine.errors import BadInput, Problem
from engine.ledger import canonical
from engine.words import N_
from states.import_columns import CellProblem
from states.imports import ALREADY
from states.reconciliation import reading
from states.reconciliation.comparing import Comparison, Found, Spot, compare
from states.reconciliation.differences import CLOSED, DIFFERENCE, OPEN, Difference, Sighting
from states.reconciliation.files import OutsideFile, OutsideRow, Round, latest, lines_of, newest_day
from states.reconciliation.ledgers import Ledger
from states.reconciliation.ours import Ours, elsewhere, ours
from states.reconciliation.reading import Lines
from states.workbooks import Sheet

OLDER = N_("已有%(day)s的台账，这一份的数据日期更早，不能再用来比对")
MEANWHILE = N_("预览之后，别人已经导入过这本台账；请重新预览")
AHEAD = N_("数据日期不能晚于今天")


@dataclass(frozen=True, slots=True)
class Standing:
    """A difference that is on record: its id, its case, the state of that, and what we said when it was last seen."""

    id: int
    case_id: int
    state: str
    ours: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file would bring. `refusals` stand against it as a whole, the cells in `lines.problems` are left open."""

    ledger: Ledger
    as_of_on: date
    area: str
    lines: Lines
    left_out: int
    refusals: tuple[CellProblem, ...]
    ours: Mapping[str, Ours]
    comparison: Comparison
    known: Mapping[Spot, Standing]

    @property
    def told(self) -> list[CellProblem]:
        """Everything to tell about the file and its cells, in the order of the rows."""
        return [*self.refusals, *(one for one in self.lines.problems if one.row)]

    @property
    def opens(self) -> list[Spot]:
        """The differences that nobody has seen before."""
        return sorted(self.comparison.found.keys() - self.known.keys())

    @property
    def reopens(self) -> list[Spot]:
        """The differences that were settled or closed and are there still or again."""
        return [spot for spot in self.comparison.found if spot in self.known and self.known[spot].state != OPEN[0]]

    @property
    def closes(self) -> list[Spot]:
        """The differences that this file no longer shows."""
        return [s for s, one in self.known.items() if one.state != CLOSED[0] and self.comparison.agrees(s)]


def look(session: Session, ledger: Ledger, sheet: Sheet, as_of_on: date, by: Actor, today: date) -> Looked:
    """Look through a file as `by` would take it in; nothing is stored."""
    lines = reading.read(ledger, sheet)
    refusals = [*_refused(session, ledger, lines, as_of_on, by, today)]
    mine = ours(session, ledger, by.area)
    outside = elsewhere(session, ledger, lines.lines.keys() - mine.keys(), by.area)
    lines = replace(lines, lines={key: facts for key, facts in lines.lines.items() if key not in outside})
    if not refusals and not lines.lines:
        refusals.append(CellProblem(0, "", "", "nothing-here", N_("没有一行是您管辖范围内可以比对的")))
    known = _known(session, ledger, by.area)
    last = latest(session, ledger.id, by.area)
    before = lines_of(session, last, by.area) if last else None
    then = {spot: one.ours for spot, one in known.items() if one.state != CLOSED[0]}
    result = Comparison() if refusals else compare(ledger, lines, mine, before, then)
    return Looked(ledger, as_of_on, by.area, lines, len(outside), tuple(refusals), mine, result, known)


def take(session: Session, book: Book, looked: Looked, *, by: Actor, at: datetime) -> Round:
    """Store the file, open, close and reopen its differences, and write the round down.

    Raises `BadInput` with what stands against the file; look and take belong into one transaction.
    """
    if looked.refusals:
        raise BadInput(*(Problem("file", one.message) for one in looked.refusals))
    try:
        file = _stored(session, looked, by, at)
        _open(session, looked, file, by, at)
    except IntegrityError:  # somebody committed between the question and the answer: the database decides
        raise BadInput(Problem("file", MEANWHILE)) from None
    _seen_again(session, looked, file)
    for spots, act in ((looked.reopens, "reopen"), (looked.closes, "close")):
        held = advance_many(session, book, [looked.known[s].case_id for s in spots], act, by=by, at=at).held
        if held:
            raise BadInput(*(Problem("file", blocker.message) for blocker in next(iter(held.values()))))
    return _round(session, looked, file)


def _refused(
    session: Session, ledger: Ledger, lines: Lines, as_of_on: date, by: Actor, today: date
) -> Sequence[CellProblem]:
    found = [one for one in lines.problems if not one.row]
    same = (OutsideFile.ledger == ledger.id, OutsideFile.area == by.area, OutsideFile.as_of_on == as_of_on)
    file = session.scalar(select(OutsideFile).where(OutsideFile.digest == lines.digest, *same))
    if file is not None:
        told = {"day": office_day(file.taken_at).isoformat(), "by": file.taken_by_name}
        return [*found, CellProblem(0, "", lines.file, "taken-before", ALREADY, told)]
    if not found and not lines.is_usable:
        found.append(CellProblem(0, "", lines.file, "no-line", N_("没有一行可以比对，请看下面各处的问题")))
    newest = newest_day(session, ledger.id, by.area)
    if newest and as_of_on < newest:
        found.append(CellProblem(0, "", lines.file, "older", OLDER, {"day": newest.isoformat()}))
    if as_of_on > today:
        found.append(CellProblem(0, "", lines.file, "ahead", AHEAD))
    return found


def _known(session: Session, ledger: Ledger, area: str) -> dict[Spot, Standing]:
    columns = (Difference.key, Difference.field, Difference.id, Difference.case_id, Case.state, Difference.ours)
    query = select(*columns).join(Case, Case.id == Difference.case_id)
    rows = session.execute(query.where(Difference.ledger == ledger.id, within(Difference.area, area)))
    return {(row[0], row[1]): Standing(*row[2:]) for row in rows}


def _stored(session: Session, looked: Looked, by: Actor, at: datetime) -> OutsideFile:
    told = [
        {"row": one.row, "column": one.column, "text": one.text, "facts": dict(one.facts)}
        for one in looked.lines.problems
    ]
    file = OutsideFile(
        ledger=looked.ledger.id,
        area=looked.area,
        as_of_on=looked.as_of_on,
        digest=looked.lines.digest,
        name=looked.lines.file[:200],
        rows=len(looked.lines.lines),
        left_out=looked.left_out,
        problems=canonical(told),
        taken_by=by.id,
        taken_by_name=by.name,
        taken_at=at,
    )
    session.add(file)
    session.flush()
    rows = [
        {"file_id": file.id, "key": key, "area": _area(looked, key), "facts": canonical(facts)}
        for key, facts in looked.lines.lines.items()
    ]
    session.execute(insert(OutsideRow), rows)
    return file


def _open(session: Session, looked: Looked, file: OutsideFile, by: Actor, at: datetime) -> None:
    new = [looked.comparison.found[spot] for spot in looked.opens]
    if not new:
        return
    cases = open_cases(session, DIFFERENCE, [_area(looked, one.key) for one in new], by, at)
    rows = [
        {"case_id": case.id, "ledger": looked.ledger.id, "key": one.key, "field": one.field, "area": case.area}
        | _place(looked, one.key)
        | _shown(one, file)
        | {"last": one.last}
        for one, case in zip(new, cases, strict=True)
    ]
    stored = insert(Difference).returning(Difference.id, sort_by_parameter_order=True)
    ids = list(session.scalars(stored, rows))
    session.execute(
        insert(Sighting),
        [{"difference_id": number} | _shown(one, file) for number, one in zip(ids, new, strict=True)],
    )


def _seen_again(session: Session, looked: Looked, file: OutsideFile) -> None:
    again = [(looked.known[spot].id, one) for spot, one in looked.comparison.found.items() if spot in looked.known]
    if again:
        session.execute(insert(Sighting), [{"difference_id": number} | _shown(one, file) for number, one in again])
        changed: list[dict[str, Any]] = [{"id": number, "last": one.last} | _shown(one, file) for number, one in again]
        session.execute(update(Difference), changed)


def _round(session: Session, looked: Looked, file: OutsideFile) -> Round:
    before = select(func.count()).where(Round.ledger == looked.ledger.id, Round.area == looked.area)
    lines: Mapping[str, int] = defaultdict(int, looked.comparison.lines)
    round_ = Round(
        file_id=file.id,
        ledger=looked.ledger.id,
        area=looked.area,
        number=(session.scalar(before) or 0) + 1,
        agreeing=lines["agrees"],
        differing=lines["differs"],
        missing_here=lines["missing-here"],
        missing_there=lines["missing-there"],
        strangers=lines["stranger"],
    )
    session.add(round_)
    session.flush()
    return round_


def _area(looked: Looked, key: str) -> str:
    return looked.ours[key].area if key in looked.ours else looked.area


def _place(looked: Looked, key: str) -> dict[str, int | None]:
    mine = looked.ours.get(key)
    return {"household_id": mine.household_id if mine else None, "member_id": mine.member_id if mine else None}


def _shown(one: Found, file: OutsideFile) -> dict[str, Any]:
    return {"kind": one.kind, "ours": one.ours, "theirs": one.theirs, "moved": one.moved, "file_id": file.id}
