"""The lines of a household list, read cell by cell and gathered into households."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from engine.words import N_
from states import identity
from states.import_columns import HEADINGS, CellProblem, Unclear, value
from states.import_places import Places
from states.workbooks import Cell, Row, Sheet

HOUSEHOLD = ("number", "township", "village", "group", "head_name", "kind", "category", "address")


@dataclass(slots=True)
class Line:
    """One person's line: stored values by field, the identity, and the cells as they stand."""

    row: Row
    columns: dict[str, int]
    headings: tuple[str, ...]
    values: dict[str, str] = field(default_factory=dict)
    identity: identity.Identity | None = None

    def problem(self, name: str, code: str, text: str, **facts: Any) -> CellProblem:
        """A problem of the cell of that field in this line."""
        at = self.columns.get(name)
        column = HEADINGS[name][0] if at is None else self.headings[at]
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


def read(sheet: Sheet, columns: dict[str, int], problems: list[CellProblem]) -> list[Line]:
    """Every line with its values; what cannot be taken goes to `problems`."""
    lines = []
    for row in sheet.rows:
        line = Line(row, columns, sheet.headings)
        for name in columns:
            try:
                line.values[name] = value(name, line.cell(name))
            except Unclear as unclear:
                problems.append(line.problem(name, unclear.code, unclear.text, **unclear.facts))
            except identity.BadIdentity as bad:
                problems.extend(line.problem(name, doubt.code, doubt.text, **doubt.facts) for doubt in bad.doubts)
            else:
                if name == "id_no":
                    line.identity = identity.read(line.values[name])
        if "name" in line.values and not line.values["name"]:
            problems.append(line.problem("name", "no-name", N_("没有填写姓名")))
        if "relation" in line.values and not line.values["relation"]:
            if line.values.get("name") and line.values["name"] == line.values.get("head_name"):
                line.values["relation"] = "head"
            else:
                problems.append(line.problem("relation", "no-relation", N_("没有填写与户主关系")))
        lines.append(line)
    return lines


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
