"""The process that reads an uploaded spreadsheet: the file on standard input, lines of JSON on standard output.

The first line says what the sheet is, then come lots of rows, the last line counts them: a table that was
cut off is seen. Rows travel as they are read, so that neither side ever holds the table as one text.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, TextIO

import python_calamine as calamine

from states.workbook_formulas import formula_cells
from states.workbook_guard import MOST_COLUMNS, MOST_ROWS

try:
    import resource
except ImportError:  # Windows has no such limits; the time limit of the parent remains
    resource = None  # type: ignore[assignment]

A_LOT, MOST_MERGED = 400, 20_000


def main(kind: str, memory: int, seconds: int) -> None:
    """Read the file within limits and tell everything about it."""
    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    data = sys.stdin.buffer.read()
    about, rows = _csv(data) if kind == "csv" else _workbook(data, kind)
    send(about, rows, sys.stdout)


def send(about: dict[str, Any], rows: Iterable[list[Any]], out: TextIO) -> None:
    """Write the lines."""
    dumps, told, count = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode, iter(rows), 0
    out.write(dumps(about) + "\n")
    while lot := list(islice(told, A_LOT)):
        out.write(dumps(lot) + "\n")
        count += len(lot)
    out.write(dumps(count))


def _csv(data: bytes) -> tuple[dict[str, Any], Iterable[list[Any]]]:
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        separator = max(",\t;", key=text[:4000].count)
        grid: list[list[Any]] = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            grid.append(row)
            if len(grid) > MOST_ROWS:
                return {"low": len(grid)}, ()
            if len(row) > MOST_COLUMNS:
                return {"wide": len(row)}, ()
        return {"sheet": ""}, grid
    return {}, ()


def _workbook(data: bytes, kind: str) -> tuple[dict[str, Any], Iterable[list[Any]]]:
    hidden: list[str] = []
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [about for about in book.sheets_metadata if about.typ == calamine.SheetTypeEnum.WorkSheet]
        for about in sheets:
            if about.visible != calamine.SheetVisibleEnum.Visible:
                hidden.append(about.name)
                continue
            page = book.get_sheet_by_name(about.name)
            if page.total_height > MOST_ROWS:
                return {"low": page.total_height}, ()
            if page.total_width > MOST_COLUMNS:
                return {"wide": page.total_width}, ()
            if page.height:
                hidden += [one.name for one in sheets if one.visible != about.visible and one.name not in hidden]
                told: dict[str, Any] = {"sheet": about.name, "hidden": hidden}
                told["merged"] = (page.merged_cell_ranges or [])[:MOST_MERGED]
                if kind == "xlsx":
                    told["formulas"] = formula_cells(data, about.name)
                return told, _rows(page)
    except calamine.PasswordError:
        return {"locked": True}, ()
    except calamine.CalamineError:
        return {}, ()
    return {"sheet": ""}, ()


def _rows(page: calamine.CalamineSheet) -> Iterator[list[Any]]:
    """All rows from the first of the sheet on, so that a row's place is its number."""
    top, left = page.start or (0, 0)
    begin: list[Any] = [""] * left
    for _ in range(top):
        yield []
    for row in page.iter_rows():
        cells = [cell if cell.__class__ is str else _cell(cell) for cell in row]
        yield begin + cells if left else cells


def _cell(cell: object) -> str | int | float:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:  # above, digits are lost already
        return int(cell)
    if isinstance(cell, (date, time, timedelta)):
        return str(cell)
    return cell if isinstance(cell, (str, int, float)) else ""


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
