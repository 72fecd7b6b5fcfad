"""Reading the file of a ledger: its lines by key, and a problem for each cell that cannot be taken. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.words import N_
from states import identity
from states.identity import BadIdentity
from states.import_columns import CellProblem, Unclear
from states.reconciliation.cells import Field
from states.reconciliation.ledgers import Ledger
from states.workbooks import Cell, Sheet

NUMBER = re.compile(r"[0-9A-Za-z\-]{1,32}")


@dataclass(frozen=True, slots=True)
class Lines:
    """What a file says: each line's readable fields by its key, the fields it speaks of, what was not taken.

    `numbers` are the rows of the lines, `headings` what stands over the fields that have a column.
    """

    file: str
    digest: str
    lines: dict[str, dict[str, str]]
    fields: tuple[Field, ...]
    problems: tuple[CellProblem, ...]
    numbers: Mapping[str, int] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_usable(self) -> bool:
        """Whether there is anything to compare: a key column, one more column, and at least one good line."""
        return bool(self.lines and self.fields)


def read(ledger: Ledger, sheet: Sheet) -> Lines:
    """The lines of a sheet; a line without a sound key is left out, a bad cell is left open, each with its problem."""
    problems: list[CellProblem] = []
    key = _column(ledger.key, sheet.headings, problems)
    asked = [(one, _column(one.headings, sheet.headings, problems)) for one in ledger.fields]
    places = [(one, at) for one, at in asked if at >= 0]
    if key < 0:
        told = {"column": ledger.key[0]}
        problems.append(CellProblem(0, ledger.key[0], "", "column-missing", N_("表头缺少“%(column)s”一栏"), told))
    if not places:
        text = N_("除了“%(column)s”，没有一栏是要比对的")
        problems.append(CellProblem(0, "", "", "nothing-to-compare", text, {"column": ledger.key[0]}))
    if problems:
        return Lines(sheet.file, sheet.digest, {}, (), tuple(problems))
    implied = {one.name: one.listed for one, at in asked if at < 0 and one.listed is not None}
    fields = tuple(one for one, at in asked if at >= 0 or one.name in implied)
    lines: dict[str, dict[str, str]] = {}
    first: dict[str, int] = {}
    known: dict[tuple[str, Cell], str] = {}
    for row in sheet.rows:
        try:
            name = _key(ledger, row.cells[key])
        except (Unclear, BadIdentity) as error:
            problems += _told(row.number, sheet.headings[key], row.cells[key], error)
            continue
        if name in lines:
            text = N_("与第%(row)d行是同一个“%(column)s”，只取前一行")
            twice = Unclear("key-twice", text, row=first[name], column=sheet.headings[key])
            problems += _told(row.number, sheet.headings[key], row.cells[key], twice)
            continue
        lines[name], first[name] = dict(implied), row.number
        for one, at in places:
            try:
                lines[name][one.name] = _read(one, row.cells[at], known)
            except (Unclear, BadIdentity) as error:
                problems += _told(row.number, sheet.headings[at], row.cells[at], error)
    headings = {one.name: sheet.headings[at] for one, at in places}
    return Lines(sheet.file, sheet.digest, lines, fields, tuple(problems), first, headings)


def _read(one: Field, cell: Cell, known: dict[tuple[str, Cell], str]) -> str:
    """A cell of a field; the same one of a code list is read once."""
    if one.column.list is None:
        return one.read(cell)
    place = one.name, cell
    if place not in known:
        known[place] = one.read(cell)
    return known[place]


def _column(known: Sequence[str], headings: Sequence[str], problems: list[CellProblem]) -> int:
    found = [at for at, heading in enumerate(headings) if heading in known]
    if len(found) > 1:
        told = {"first": headings[found[0]], "second": headings[found[1]]}
        text = N_("“%(first)s”和“%(second)s”是同一栏，只能有一列")
        problems.append(CellProblem(0, headings[found[1]], headings[found[1]], "column-twice", text, told))
    return found[0] if found else -1


def _key(ledger: Ledger, cell: Cell) -> str:
    if ledger.names_people:
        person = identity.read(cell).person
        if not person:
            raise Unclear("no-papers", N_("无证人员的号码不能用来比对，请人工核对"))
        return person
    text = str(int(cell)) if not isinstance(cell, str) and float(cell).is_integer() else str(cell).strip()
    if not NUMBER.fullmatch(text):
        raise Unclear("wrong-number", N_("户编号只能由数字、字母和短横组成"))
    return text


def _told(row: int, column: str, cell: Cell, error: Unclear | BadIdentity) -> list[CellProblem]:
    if isinstance(error, BadIdentity):
        return [CellProblem(row, column, cell, doubt.code, doubt.text, doubt.facts) for doubt in error.doubts]
    return [CellProblem(row, column, cell, error.code, error.text, error.facts)]
