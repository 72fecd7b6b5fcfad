"""The columns of an income sheet: who, which quarter, and the items by their headings, in any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.words import N_
from states import identity
from states.exchange.layouts import household_list
from states.import_columns import CellProblem, Unclear
from states.income.items import Edition, Item, edition, editions
from states.money import FEN, MOST, NOT_MONEY, yuan
from states.workbooks import Cell, Row, Sheet

QUARTER = ("季度", "所属季度")
QUARTERS = {
    word.format(one): number
    for number, words in enumerate(("一1", "二2", "三3", "四4"), 1)
    for one in words
    for word in ("{}", "第{}季度", "{}季度")
}
WHO = {name: household_list().by_field[name] for name in ("number", "id_no")}
PLACES = {name: (one.heading, *one.aliases) for name, one in WHO.items()} | {"quarter": QUARTER}
KNOWN = frozenset(
    [word for words in PLACES.values() for word in words]
    + [word for name in editions() for word in edition(name).headings]
)
"""Every heading that may be expected, whatever the edition."""


@dataclass(frozen=True, slots=True)
class Written:
    """One line of the sheet as it stands: who, which quarter, and the amounts that were filled in by item code."""

    row: int
    number: str
    person: str
    quarter: int
    amounts: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each thing stands."""

    places: dict[str, int]
    items: dict[str, tuple[int, Item]]
    headings: tuple[str, ...]

    def problem(self, row: int, name: str, value: Cell, code: str, text: str, /, **facts: object) -> CellProblem:
        """Something wrong in one cell."""
        return CellProblem(row, self.heading(name), value, code, text, facts)

    def heading(self, name: str) -> str:
        """The heading of a place or an item as this sheet writes it."""
        at = self.places.get(name, self.items[name][0] if name in self.items else -1)
        return self.headings[at] if at >= 0 else ""


def arrange(headings: Sequence[str], items: Edition) -> tuple[Columns, list[CellProblem]]:
    """Where each column stands; columns that nobody knows are left alone."""
    names = {word: name for name, words in PLACES.items() for word in words}
    places: dict[str, int] = {}
    found: dict[str, tuple[int, Item]] = {}
    problems = []
    for at, heading in enumerate(headings):
        item = items.headings.get(heading)
        name = item.code if item else names.get(heading, "")
        if name in places or name in found:
            first = headings[places[name] if name in places else found[name][0]]
            text = N_("“%(first)s”和“%(second)s”是同一栏，只能有一列")
            told = {"first": first, "second": heading}
            problems.append(CellProblem(0, heading, heading, "column-twice", text, told))
        elif item:
            found[item.code] = at, item
        elif name:
            places[name] = at
    if "number" not in places and "id_no" not in places:
        problems.append(CellProblem(0, "证件号码", "", "column-missing", N_("表头缺少“证件号码”或“户编号”一栏")))
    if "quarter" not in places:
        text = N_("表头缺少“%(column)s”一栏")
        problems.append(CellProblem(0, QUARTER[0], "", "column-missing", text, {"column": QUARTER[0]}))
    if not found:
        text = N_("表头里没有收入项目，例如“低保金”“养老金”“务工收入”")
        problems.append(CellProblem(0, "", "", "no-items", text))
    return Columns(places, found, tuple(headings)), problems


def read(sheet: Sheet, columns: Columns, problems: list[CellProblem]) -> list[Written]:
    """The lines that could be read; what could not is added to `problems`, cell by cell."""
    lines = []
    for row in sheet.rows:
        try:
            number, person = _text(row, columns, "number"), _identity(row, columns)
            quarter = _quarter(row, columns)
        except _Unclear as bad:
            problems.append(columns.problem(row.number, bad.name, bad.cell, bad.code, bad.text, **bad.facts))
            continue
        except identity.BadIdentity as bad:
            cell = row.cells[columns.places["id_no"]]
            problems += [
                columns.problem(row.number, "id_no", cell, one.code, one.text, **one.facts) for one in bad.doubts
            ]
            continue
        amounts = {}
        for code, (at, _item) in columns.items.items():
            cell = row.cells[at]
            if cell == "":
                continue
            amount = amount_of(cell)
            if amount is None:
                problems.append(columns.problem(row.number, code, cell, "not-money", NOT_MONEY, value=str(cell)))
            else:
                amounts[code] = amount
        lines.append(Written(row.number, number, person, quarter, amounts))
    return lines


def amount_of(cell: Cell) -> Decimal | None:
    """The yuan of a cell; None when it holds no amount or more than two places."""
    if isinstance(cell, str):
        return yuan(cell)
    amount = Decimal(repr(cell))
    whole = (amount * FEN) == (amount * FEN).to_integral_value()
    return amount if whole and 0 <= amount < MOST else None


class _Unclear(Unclear):
    """An unclear cell that knows its column."""

    def __init__(self, name: str, cell: Cell, code: str, text: str, **facts: object) -> None:
        self.name, self.cell = name, cell
        super().__init__(code, text, **facts)


def _text(row: Row, columns: Columns, name: str) -> str:
    if name not in columns.places:
        return ""
    cell = row.cells[columns.places[name]]
    if not isinstance(cell, str) and abs(cell) >= 10**15:
        text = N_("“%(column)s”以数字格式存放，末几位已经丢失；请把该列设为文本格式后重新填写")
        raise _Unclear(name, cell, "lost-digits", text, column=columns.heading(name))
    return str(cell).strip()


def _identity(row: Row, columns: Columns) -> str:
    if "id_no" not in columns.places or row.cells[columns.places["id_no"]] == "":
        if not _text(row, columns, "number"):
            raise _Unclear("id_no", "", "nobody", N_("没有填证件号码，也没有填户编号"))
        return ""
    known = identity.read(row.cells[columns.places["id_no"]])
    return known.person or known.number


def _quarter(row: Row, columns: Columns) -> int:
    cell = row.cells[columns.places["quarter"]]
    found = QUARTERS.get("".join(str(cell).split()))
    if found is None:
        raise _Unclear("quarter", cell, "no-quarter", N_("季度填1至4，或第一至第四季度"))
    return found
