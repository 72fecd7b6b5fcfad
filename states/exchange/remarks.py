"""The workbook handed back: the same rows, each problem in words beside its cell, and what was put in form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, Protocol

from engine.words import N_
from states import workbooks
from states.import_columns import CellProblem, Normalised
from states.workbooks import Cell, Mark, Sheet

PROBLEMS, CHANGES = N_("问题"), N_("已规范")


class Remarked(Protocol):
    """What a list was found to be, of whatever kind it is."""

    @property
    def problems(self) -> Sequence[CellProblem]:
        """What is wrong, cell by cell."""

    @property
    def changes(self) -> Sequence[Normalised]:
        """What was put in form."""

    @property
    def hidden(self) -> Sequence[str]:
        """The sheets that were not read."""


def hand_back(sheet: Sheet, looked: Remarked, out: IO[bytes], changes: str = CHANGES) -> None:
    """Write the sheet with remarks; what concerns the whole file stands on a second sheet.

    `changes` is the heading under which stands what a cell was and is.
    """
    places = {heading: at for at, heading in reversed(list(enumerate(sheet.headings)))}
    said: dict[int, list[tuple[str, Mark, str]]] = {}
    for one in looked.problems:
        said.setdefault(one.row, []).append((one.column, Mark("wrong", one.message), PROBLEMS))
    for change in looked.changes:
        text = f"{changes}：{change.before} → {change.after}"
        said.setdefault(change.row, []).append((change.column, Mark("changed", text), CHANGES))
    notes = [mark.text for _, mark, _ in said.get(0, ())]
    notes += [f"工作表“{name}”没有读取" for name in looked.hidden]
    workbooks.mark(out, [*sheet.headings, PROBLEMS, changes], _rows(sheet, places, said), notes, sheet="名单")


def _rows(
    sheet: Sheet, places: dict[str, int], said: dict[int, list[tuple[str, Mark, str]]]
) -> Iterator[tuple[Sequence[Cell], dict[int, Mark]]]:
    for row in sheet.rows:
        found = said.get(row.number, ())
        texts = ["；".join(f"{column}：{mark.text}" for column, mark, kind in found if kind == PROBLEMS)]
        texts.append("；".join(f"{column}：{mark.text}" for column, mark, kind in found if kind == CHANGES))
        marks: dict[int, Mark] = {}
        for column, mark, _ in sorted(found, key=lambda one: one[2] == PROBLEMS):  # a problem covers a change
            marks[places.get(column, len(sheet.headings))] = mark
        yield [*row.cells, *texts], marks
