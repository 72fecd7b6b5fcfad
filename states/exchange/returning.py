"""Lists that come back edited: only what differs from the register is proposed, and another person agrees (HN05).

A list does not say when it was handed out. A cell that shows what stood in the register until somebody else's
change entered it was not edited but is old, and is told instead of proposed.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import IO, Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.cases import Case
from engine.clock import office_day
from engine.words import N_
from states import workbooks
from states.changes.change import APPLIED, EDIT, Change
from states.changes.fields import fields
from states.changes.proposing import propose_many
from states.exchange.comparing import CellEdit, Comparison
from states.exchange.keys import Known, text
from states.exchange.layouts import Layout
from states.exchange.past import DAY
from states.exchange.remarks import hand_back as mark
from states.exchange.site_layouts import in_force
from states.import_columns import CellProblem, Normalised, Unclear
from states.imports import Preview
from states.workbooks import Sheet

FIRST = ("household-list", "member-register", "household-register")
"""These come first where several layouts know as many headings, the last one before the others."""
MOST, AT_ONCE = 5000, 500
"""So many cells of one file are proposed; so many subjects are asked about in one statement."""
NO_KEYS = N_("认不出是哪张导出的表：要有“户编号”一栏，按人的表还要有“证件号码”一栏")
TWO_COLUMNS = N_("“%(column)s”有两栏，只能有一栏")
TOO_MANY = N_("改了%(n)d处，一份表最多%(most)d处；请按村分开导出、分开导入")
OF_THE_PAST = N_("这份表是%(day)s的情况，不能改完再导回；请导出现在的名单再改")
WAITING = N_("这一项已有%(who)s提出的变更待核对")
OLD = N_("这是旧内容：%(who)s%(day)s核对入册后已改为“%(now)s”，这一格没有采用；请重新导出再改")


@dataclass(frozen=True, slots=True)
class _Before:
    """What changes say of one field of one subject: who waits with what, and what stood there until when."""

    waiting: tuple[str, str, str] | None
    past: dict[str, tuple[str, datetime]]


@dataclass(frozen=True)
class Returned:
    """What a list that came back would propose; `waiting` cells were proposed before and still wait."""

    file: str
    digest: str
    lines: int
    edits: tuple[CellEdit, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    waiting: int = 0
    hidden: tuple[str, ...] = ()

    @property
    def by_column(self) -> dict[str, int]:
        """How many cells were edited in each column, as they are met."""
        return dict(Counter(one.column for one in self.edits))

    @cached_property
    def seal(self) -> str:
        """A digest of what would be proposed: what is agreed to on a page is what was shown there."""
        told = [[*one.key, one.edit.before, one.after] for one in self.edits]
        return hashlib.sha256(ledger.canonical(told).encode()).hexdigest()


def read(session: Session, data: bytes, file: str) -> Sheet:
    """Read a list that was exported by one of the layouts in force and edited; raises `BadWorkbook`."""
    return workbooks.read(data, file, {heading for one in _keyed(session) for heading in one.fields})


def preview(session: Session, sheet: Sheet, by: Actor, on: date | None = None) -> Returned:
    """Lay a list beside the register; nothing is proposed. Codes retired by the day are not taken."""
    layout = max(_keyed(session), key=lambda one: sum(heading in one.fields for heading in sheet.headings))
    columns, problems = _arranged(sheet, layout)
    if problems:
        return Returned(sheet.file, sheet.digest, len(sheet.rows), problems=tuple(problems), hidden=sheet.hidden)
    numbers = list(_numbers(sheet, columns["number"]))
    compared = Comparison(sheet, layout, columns, Known(session, by, layout, numbers), on)
    told = _told(session, compared.edits)
    edits, waiting = [], 0
    for one in compared.edits:
        problem = _problem(one, told.get(one.key), by)
        if problem is None:
            edits.append(one)
        elif problem.code == "waiting-same":
            waiting += 1
        else:
            compared.problems.append(problem)
    problems = sorted(compared.problems, key=lambda one: one.row)
    if len(edits) > MOST:
        problems = [CellProblem(0, "", "", "too-many", TOO_MANY, {"n": len(edits), "most": MOST}), *problems]
        edits = []
    return Returned(
        sheet.file, sheet.digest, len(sheet.rows), tuple(edits), tuple(problems), waiting, sheet.hidden
    )  # fmt: skip


def propose(session: Session, looked: Returned, *, by: Actor, at: datetime) -> tuple[int, list[CellProblem]]:
    """Propose every edit of a preview; answer how many wait now, and the cells that were held with their reasons."""
    done = propose_many(session, [one.edit for one in looked.edits], by=by, at=at, source="workbook")
    held = [
        CellProblem(looked.edits[place].row, looked.edits[place].column, "", reason.code, reason.text, reason.facts)
        for place, reasons in done.held.items()
        for reason in reasons
    ]
    return len(done.made), held


def hand_back(sheet: Sheet, looked: Returned, out: IO[bytes]) -> None:
    """Write the list with what was edited and what is wrong beside each cell."""
    edits = tuple(Normalised(one.row, one.column, one.before, one.after) for one in looked.edits)
    marked = Preview(sheet.file, sheet.digest, (), looked.problems, changes=edits, hidden=sheet.hidden)
    mark(sheet, marked, out, changes="改动")


def _keyed(session: Session) -> list[Layout]:
    """The layouts in force that go out with the keys of each line, the likelier ones first."""
    going_out = [one for one in in_force(session).values() if "export" in one.use and _keys(one) <= one.by_field.keys()]
    return sorted(going_out, key=lambda one: FIRST.index(one.id) if one.id in FIRST else -1, reverse=True)


def _keys(layout: Layout) -> set[str]:
    return {"number", "id_no"} if layout.subject == "member" else {"number"}


def _arranged(sheet: Sheet, layout: Layout) -> tuple[dict[str, int], list[CellProblem]]:
    """Where each field stands, those that no list changes among them."""
    places: dict[str, int] = {}
    problems = []
    for at, heading in enumerate(sheet.headings):
        name = layout.fields.get(heading)
        if name in places:
            problems.append(CellProblem(0, heading, heading, "column-twice", TWO_COLUMNS, {"column": heading}))
        elif name:
            places[name] = at
    if DAY in sheet.headings and sheet.rows:
        day = sheet.rows[0].cells[sheet.headings.index(DAY)]
        problems.append(CellProblem(0, DAY, "", "of-the-past", OF_THE_PAST, {"day": day}))
    if not _keys(layout) <= places.keys():
        problems.append(CellProblem(0, "", "", "no-keys", NO_KEYS))
    return places, problems


def _numbers(sheet: Sheet, column: int) -> Iterator[str]:
    for row in sheet.rows:
        try:
            yield text(row.cells[column], "")
        except Unclear:
            continue  # told where the line is compared


def _told(session: Session, edits: Sequence[CellEdit]) -> dict[tuple[str, int, str], _Before]:
    """What changes say of these fields."""
    found: dict[tuple[str, int, str], _Before] = {}
    subjects = sorted({one.key[:2] for one in edits})
    columns = (Change.subject, Change.subject_id, Change.field, Change.live, Change.before, Change.after)
    more = (Change.proposed_by, Change.proposed_by_name, Change.decided_by_name, Change.decided_at, Case.state)
    for start in range(0, len(subjects), AT_ONCE):
        part = tuple_(Change.subject, Change.subject_id).in_(subjects[start : start + AT_ONCE])
        query = select(*columns, *more).join(Case, Case.id == Change.case_id).where(part, Change.nature == EDIT)
        for row in session.execute(query.order_by(Change.id)):
            one = found.get(row[:3], _Before(None, {}))
            found[row[:3]] = _with(one, row)
    return found


def _with(one: _Before, row: Any) -> _Before:
    if row.live:
        return _Before((row.after, row.proposed_by, row.proposed_by_name), one.past)
    if row.state == APPLIED[0]:
        return _Before(one.waiting, one.past | {row.before: (row.decided_by_name, row.decided_at)})
    return one


def _problem(one: CellEdit, told: _Before | None, by: Actor) -> CellProblem | None:
    """Why an edit is not proposed, as far as earlier changes of the same field say so."""
    if told is None:
        return None
    if told.waiting:
        after, who, name = told.waiting
        code = "waiting-same" if who == by.id and one.after == _shown(one, after) else "already-waiting"
        return CellProblem(one.row, one.column, one.after, code, WAITING, {"who": name})
    for past, (who, at) in told.past.items():
        if _shown(one, past) == one.after:
            facts = {"who": who, "day": office_day(at).isoformat(), "now": one.before}
            return CellProblem(one.row, one.column, one.after, "old", OLD, facts)
    return None


def _shown(one: CellEdit, stored: str) -> str:
    return fields(one.edit.subject)[one.edit.field].shown(stored)
