"""The lines of a household list, read cell by cell and gathered into households."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.words import N_
from states import identity
from states.exchange.layouts import Column, Layout
from states.import_columns import CellProblem, Normalised, Unclear, shown, value
from states.import_places import Places
from states.workbooks import Cell, Row, Sheet

MERGED = N_("与第%(row)d行合并成了一格，请拆开后逐人填写")
NO_RESULT = N_("单元格是公式，文件里没有它的结果；请在表格软件里重新计算并保存，或直接填写内容")
OTHER_BIRTH = N_("出生日期%(written)s与证件号码里的%(numbered)s不一致，请核对")


@dataclass(slots=True)
class Line:
    """One person's line: stored values by field, the identity, and the cells as they stand."""

    row: Row
    columns: dict[str, int]
    headings: tuple[str, ...]
    layout: Layout
    values: dict[str, str] = field(default_factory=dict)
    identity: identity.Identity | None = None

    def problem(self, name: str, code: str, text: str, **facts: Any) -> CellProblem:
        """A problem of the cell of that field in this line."""
        at = self.columns.get(name)
        column = self.layout.heading(name) if at is None else self.headings[at]
        return CellProblem(self.row.number, column, self.cell(name), code, text, facts)

    def cell(self, name: str) -> Cell:
        """What stands in the file; empty when there is no such column."""
        return self.row.cells[self.columns[name]] if name in self.columns else ""


@dataclass(slots=True)
class Group:
    """The lines of one household, and the code of its villager group once known."""

    lines: list[Line]
    code: str = ""

    @property
    def first(self) -> Line:
        """The line that opens the household."""
        return self.lines[0]

    def written(self, name: str) -> str:
        """A household's value, from the first line that has it: merged cells keep only one."""
        return next((line.values[name] for line in self.lines if line.values.get(name)), "")

    @property
    def heads(self) -> list[Line]:
        """The lines of the head: one, when all is well."""
        return [line for line in self.lines if _is_head(line)]


class Reader:
    """Reads the lines of one sheet; what cannot be taken goes to `problems`, what is put in form to `changes`."""

    def __init__(self, sheet: Sheet, layout: Layout, columns: dict[str, int], on: date | None = None) -> None:
        """`on` is the day on which it is taken in: a code retired by then is not taken."""
        self.on = on
        self.sheet, self.layout, self.columns = sheet, layout, columns
        self.problems: list[CellProblem] = []
        self.changes: list[Normalised] = []
        self._known: dict[tuple[str, Cell], str] = {}
        self._by_row = {row.number: row for row in sheet.rows} if sheet.merged else {}

    def lines(self) -> list[Line]:
        """Every line with its values."""
        return [self._line(Line(row, self.columns, self.sheet.headings, self.layout)) for row in self.sheet.rows]

    def _line(self, line: Line) -> Line:
        for name in self.columns:
            try:
                self._take(line, name, self.layout.by_field[name])
            except Unclear as unclear:
                self.problems.append(line.problem(name, unclear.code, unclear.text, **unclear.facts))
            except identity.BadIdentity as bad:
                self.problems += [line.problem(name, doubt.code, doubt.text, **doubt.facts) for doubt in bad.doubts]
        self.look_at(line)
        return line

    def _take(self, line: Line, name: str, column: Column) -> None:
        cell, place = line.cell(name), (line.row.number, self.columns[name])
        written = str(cell)
        if self.sheet.formulas and place in self.sheet.formulas:
            if not self.sheet.formulas[place]:
                raise Unclear("formula", NO_RESULT)
            written = f"（公式）{written}"
        if cell == "" and place in self.sheet.merged:
            cell = self._above(place, column)
            written = "（合并单元格）" if cell != "" else ""
        if column.about.format == "identity":
            line.identity = identity.read(value(column, cell))
            stored = line.identity.number
        else:
            stored = self._value(name, column, cell)
        line.values[name] = stored
        if written != stored and written.strip() and written != (after := shown(column, stored)):
            self.changes.append(Normalised(line.row.number, line.headings[place[1]], written, after))

    def _value(self, name: str, column: Column, cell: Cell) -> str:
        """The stored value; most cells of a list say what others said before."""
        known = self._known.get((name, cell))
        if known is None:
            known = self.convert(column, cell)
            if column.about.is_coded or column.about.subject == "household":
                self._known[name, cell] = known
        return known

    def _above(self, place: tuple[int, int], column: Column) -> Cell:
        """The value of a merged cell; people's facts are never shared that way."""
        row = self.sheet.merged[place]
        found = self._by_row[row].cells[place[1]] if row in self._by_row else ""
        if column.about.subject == "member" and found != "":
            raise Unclear("merged", MERGED, row=row)
        return found

    def convert(self, column: Column, cell: Cell) -> str:
        """What is stored for a cell; raises Unclear."""
        return value(column, cell, self.on)

    def look_at(self, line: Line) -> None:
        """Add what is wrong with a line as a whole."""
        if "name" in line.values and not line.values["name"]:
            self.problems.append(line.problem("name", "no-name", N_("没有填写姓名")))
        if "relation" in line.values and not line.values["relation"]:
            if line.values.get("name") and line.values["name"] == line.values.get("head_name"):
                line.values["relation"] = "head"
            else:
                self.problems.append(line.problem("relation", "no-relation", N_("没有填写与户主关系")))
        born = line.identity.birth_on if line.identity else None
        if born and line.values.get("birth_on") and line.values["birth_on"] != born.isoformat():
            facts = {"written": line.values["birth_on"], "numbered": born.isoformat()}
            self.problems.append(line.problem("birth_on", "other-birth", OTHER_BIRTH, **facts))


def gather(lines: list[Line]) -> list[Group]:
    """The households: by number, else by group and head, else each from its head's line on.

    Merged cells keep their value in the first line only, so what is blank is taken from the line above.
    """
    groups: list[Group] = []
    known: dict[tuple[str, ...], Group] = {}
    village = group = ""
    for line in lines:
        village, group = line.values.get("village") or village, line.values.get("group") or group
        key: tuple[str, ...] = ()
        if number := line.values.get("number"):
            key = (number,)
        elif (head := line.values.get("head_name")) and ("number" not in line.columns or _is_head(line)):
            key = (village, group, head)
        if key and key in known:
            known[key].lines.append(line)
        elif key or not groups or _is_head(line):
            groups.append(Group([line]))
            if key:
                known[key] = groups[-1]
        else:
            groups[-1].lines.append(line)
    return groups


def settle(groups: list[Group], places: Places) -> Iterator[CellProblem]:
    """Find each household's villager group, and say where a household is not one."""
    for group in groups:
        try:
            group.code = places.find(group.written("township"), group.written("village"), group.written("group"))
        except Unclear as unclear:
            yield group.first.problem("group", unclear.code, unclear.text, **unclear.facts)
        for line in group.lines[1:]:
            for name in ("village", "group"):
                if line.values.get(name) and line.values[name] != group.written(name):
                    yield line.problem(name, "two-groups", N_("同一户写了两个不同的村组，请核对"))
        unread = any("relation" not in line.values or not line.values["relation"] for line in group.lines)
        if not group.heads and not unread:
            yield group.first.problem("relation", "no-head", N_("这一户没有户主，请在“与户主关系”栏注明户主"))
        for line in group.heads[1:]:
            text = N_("这一户有两个户主（第%(row)d行已有一个）；同名的户请填写户编号区分")
            yield line.problem("relation", "two-heads", text, row=group.heads[0].row.number)


def _is_head(line: Line) -> bool:
    return line.values.get("relation") == "head"
