"""Looking through a ledger's file: what it would bring, and what stands against it. Nothing is stored (TZ15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.clock import office_day
from engine.words import N_
from states.import_columns import CellProblem
from states.imports import ALREADY
from states.reconciliation import reading
from states.reconciliation.beside import beside
from states.reconciliation.comparing import Comparison, Found, Spot, compare
from states.reconciliation.differences import CLOSED, OPEN, Difference
from states.reconciliation.files import OutsideFile, Round, around, latest, lines_of, newest_day
from states.reconciliation.ledgers import Ledger, by_id
from states.reconciliation.ours import Ours, elsewhere
from states.reconciliation.reading import Lines
from states.workbooks import Sheet

OLDER = N_("已有%(day)s的台账，这一份的数据日期更早，不能再用来比对")
AHEAD = N_("数据日期不能晚于今天")
OVERTAKEN = N_("这份文件没有导完，后面又导入过一份；请导入新的台账")
OTHER_FIRST = N_("这本台账与“%(other)s”比对，请先导入“%(other)s”")


@dataclass(frozen=True, slots=True)
class Standing:
    """A difference on record: its id, its case and that one's state, what we said last, and the file that showed it."""

    id: int
    case_id: int
    state: str
    ours: str
    file_id: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file would bring. `refusals` stand against it as a whole, the cells in `lines.problems` are left open.

    `file_id` is the file's where its taking in was broken off and only the rest is still to come, else 0.
    """

    ledger: Ledger
    as_of_on: date
    area: str
    lines: Lines
    left_out: int
    refusals: tuple[CellProblem, ...]
    ours: Mapping[str, Ours]
    comparison: Comparison
    known: Mapping[Spot, Standing]
    file_id: int = 0

    @property
    def told(self) -> list[CellProblem]:
        """Everything to tell about the file and its cells, in the order of the rows."""
        return [*self.refusals, *(one for one in self.lines.problems if one.row)]

    @property
    def cells(self) -> list[tuple[int, Found]]:
        """What differs with the row it stands in, in the order of the rows; whom the file leaves out come last."""
        rows = [(self.lines.numbers.get(one.key, 0), one) for one in self.comparison.found.values()]
        return sorted(rows, key=lambda row: (not row[0], row[0], row[1].key, row[1].field))

    @property
    def opens(self) -> list[Spot]:
        """The differences that nobody has seen before."""
        return sorted(self.comparison.found.keys() - self.known.keys())

    @property
    def seen_again(self) -> list[Spot]:
        """The differences on record that this file shows and that it has not yet been written to."""
        spots = self.comparison.found.keys() & self.known.keys()
        return sorted(spot for spot in spots if self.known[spot].file_id != self.file_id)

    @property
    def reopens(self) -> list[Spot]:
        """The differences that were settled or closed and are there still or again."""
        return [spot for spot in self.seen_again if self.known[spot].state != OPEN[0]]

    @property
    def closes(self) -> list[Spot]:
        """The differences that this file no longer shows."""
        return sorted(s for s, one in self.known.items() if one.state != CLOSED[0] and self.comparison.agrees(s))


def look(session: Session, ledger: Ledger, sheet: Sheet, as_of_on: date, by: Actor, today: date) -> Looked:
    """Look through a file as `by` would take it in; nothing is stored."""
    lines = reading.read(ledger, sheet)
    begun = _begun(session, ledger, lines, as_of_on, by)
    refusals = [*_refused(session, ledger, lines, as_of_on, by, today, begun)]
    mine = beside(session, ledger, by.area, lines.fields)
    outside = elsewhere(session, ledger, lines.lines.keys() - mine.keys(), by.area)
    lines = replace(lines, lines={key: facts for key, facts in lines.lines.items() if key not in outside})
    if not refusals and not lines.lines:
        refusals.append(CellProblem(0, "", "", "nothing-here", N_("没有一行是您管辖范围内可以比对的")))
    known = _known(session, ledger, by.area)
    last = latest(session, ledger.id, by.area)
    before = lines_of(session, last, by.area) if last else None
    then = {spot: one.ours for spot, one in known.items() if one.state != CLOSED[0]}
    result = Comparison() if refusals else compare(ledger, lines, mine, before, then)
    number = begun.id if begun else 0
    return Looked(ledger, as_of_on, by.area, lines, len(outside), tuple(refusals), mine, result, known, number)


def _begun(session: Session, ledger: Ledger, lines: Lines, as_of_on: date, by: Actor) -> OutsideFile | None:
    """The same file of the same day as it was taken in, or begun to be."""
    same = (OutsideFile.ledger == ledger.id, OutsideFile.area == by.area, OutsideFile.as_of_on == as_of_on)
    return session.scalar(select(OutsideFile).where(OutsideFile.digest == lines.digest, *same))


def _refused(
    session: Session, ledger: Ledger, lines: Lines, as_of_on: date, by: Actor, today: date, begun: OutsideFile | None
) -> Sequence[CellProblem]:
    found = [one for one in lines.problems if not one.row]
    if begun is not None and begun.finished_at:
        told = {"day": office_day(begun.taken_at).isoformat(), "by": begun.taken_by_name}
        return [*found, CellProblem(0, "", lines.file, "taken-before", ALREADY, told)]
    if begun is not None and _overtaken(session, begun):
        return [*found, CellProblem(0, "", lines.file, "overtaken", OVERTAKEN)]
    if not found and not lines.is_usable:
        found.append(CellProblem(0, "", lines.file, "no-line", N_("没有一行可以比对，请看下面各处的问题")))
    newest = newest_day(session, ledger.id, by.area)
    if newest and as_of_on < newest:
        found.append(CellProblem(0, "", lines.file, "older", OLDER, {"day": newest.isoformat()}))
    if as_of_on > today:
        found.append(CellProblem(0, "", lines.file, "ahead", AHEAD))
    if ledger.against and latest(session, ledger.against, by.area) is None:
        told = {"other": by_id()[ledger.against].title}
        found.append(CellProblem(0, "", lines.file, "other-first", OTHER_FIRST, told))
    return found


def _overtaken(session: Session, begun: OutsideFile) -> bool:
    """Whether another file was compared since this one was begun."""
    later = select(Round.id).join(OutsideFile, OutsideFile.id == Round.file_id).where(OutsideFile.id > begun.id)
    return session.scalar(later.where(Round.ledger == begun.ledger, around(begun.area)).limit(1)) is not None


def _known(session: Session, ledger: Ledger, area: str) -> dict[Spot, Standing]:
    columns = (Difference.key, Difference.field, Difference.id, Difference.case_id, Case.state, Difference.ours)
    query = select(*columns, Difference.file_id).join(Case, Case.id == Difference.case_id)
    rows = session.execute(query.where(Difference.ledger == ledger.id, within(Difference.area, area)))
    return {(row[0], row[1]): Standing(*row[2:]) for row in rows}
