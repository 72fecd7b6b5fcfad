"""Spreadsheets in and out; nothing else in the product knows a spreadsheet library.

A file is read in a process of its own with a limit on memory and time: whatever an
uploaded file does to the library, the service lives on.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import cast

import python_calamine as calamine
import xlsxwriter

from engine.words import N_
from states.workbook_guard import MOST_COLUMNS, MOST_ROWS, BadWorkbook, Kind, kind_of, too_low, too_wide

__all__ = ["BadWorkbook", "Cell", "Row", "Sheet", "read", "write"]

try:
    import resource
except ImportError:  # Windows has no such limits; the time limit of the parent remains
    resource = None  # type: ignore[assignment]

MOST_MEMORY, MOST_SECONDS = 1 << 30, 60
SEARCHED = 20  # rows in which the headings may stand: titles and notes often come first

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table with its number in the file; as many cells as headings."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first table with content: text stays text, numbers stay numbers, days are ISO text."""

    file: str
    digest: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def read(data: bytes, file: str, known: Collection[str] = ()) -> Sheet:
    """Read an uploaded xlsx, xls or csv file; raise BadWorkbook in the clerk's words.

    `known` are headings that may be expected; with them the heading row is found below titles.
    """
    kind = kind_of(data, file)
    grid = _in_own_process(data, kind, file)
    at = _heading_row(grid, known)
    if not any(any(cell != "" for cell in row) for row in grid):
        raise BadWorkbook(file, N_("表格是空的，没有任何内容"))
    if at is None:
        raise BadWorkbook(file, N_("没有找到表头行：名单第一行应写明“姓名”“证件号码”等栏目名称"))
    headings = tuple("".join(str(cell).split()) for cell in grid[at])
    width = max(i for i, heading in enumerate(headings, 1) if heading)
    rows = tuple(
        Row(number, tuple([*row, *[""] * width][:width]))
        for number, row in enumerate(grid[at + 1 :], at + 2)
        if any(cell != "" for cell in row)
    )
    if not rows:
        raise BadWorkbook(file, N_("表头下面没有任何数据"))
    return Sheet(file, hashlib.sha256(data).hexdigest(), headings[:width], rows)


def write(headings: Sequence[str], rows: Iterable[Sequence[Cell]], sheet: str = "Sheet1") -> bytes:
    """An xlsx file; text is never taken for a formula, number or link. Same rows, same bytes."""
    out = io.BytesIO()
    plain = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = xlsxwriter.Workbook(out, {"constant_memory": True, **plain})
    book.set_properties({"created": datetime(2020, 1, 1)})  # noqa: DTZ001 - the library takes no time zone
    page = book.add_worksheet(sheet)
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
    page.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        page.set_column(column, column, max(10, 2 * len(heading) + 2), text)
        page.write_string(0, column, heading, bold)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(number, column, cell, text)
            else:
                page.write_number(number, column, cell)
    book.close()
    return out.getvalue()


def _heading_row(grid: list[list[Cell]], known: Collection[str]) -> int | None:
    """The first row with two expected headings; without expectations, the first with two texts and no number."""
    for number, row in enumerate(grid[:SEARCHED]):
        filled = [cell for cell in row if cell != ""]
        texts = ["".join(cell.split()) for cell in filled if isinstance(cell, str)]
        if known and sum(one in known for one in texts) >= 2:
            return number
        if not known and len(texts) >= 2 and len(texts) == len(filled):
            return number
    return None


def _in_own_process(data: bytes, kind: Kind, file: str) -> list[list[Cell]]:
    tree = str(Path(__file__).resolve().parent.parent)
    paths = os.pathsep.join([tree, *(path for path in sys.path if path)])
    command = [sys.executable, "-P", "-m", "states.workbooks", kind, str(MOST_MEMORY), str(MOST_SECONDS)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            command,
            input=data,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
            env=os.environ | {"PYTHONPATH": paths, "PYTHONUTF8": "1"},
        )
    except subprocess.TimeoutExpired:
        raise BadWorkbook(file, N_("表格太大或太复杂，没有在限定时间内读完；请把名单复制到新表格后再导入")) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise BadWorkbook(file, N_("表格太大或已损坏，没有读成；请把名单复制到新表格后再导入")) from None
    match answer:
        case {"low": int(row)}:
            raise too_low(file, row)
        case {"wide": int(column)}:
            raise too_wide(file, str(column))
        case {"locked": True}:
            raise BadWorkbook(file, N_("文件设了打开密码，请在表格软件里取消密码后另存再导入"))
        case {"grid": list(grid)}:
            return cast("list[list[Cell]]", grid)
    raise BadWorkbook(file, N_("文件已损坏或不是表格文件，请用表格软件打开并另存为xlsx后再试"))


def _main(kind: str, memory: int, seconds: int) -> None:
    """The process that reads: the file on standard input, JSON on standard output."""
    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    data = sys.stdin.buffer.read()
    json.dump(_csv(data) if kind == "csv" else _workbook(data), sys.stdout, ensure_ascii=False)


def _csv(data: bytes) -> dict[str, object]:
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        separator = max(",\t;", key=text[:4000].count)
        grid: list[list[Cell]] = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            grid.append([cell.strip().removeprefix("'") for cell in row])  # the apostrophe guards text in exports
            if len(grid) > MOST_ROWS:
                return {"low": len(grid)}
            if len(row) > MOST_COLUMNS:
                return {"wide": len(row)}
        return {"grid": grid}
    return {}


def _workbook(data: bytes) -> dict[str, object]:
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for about in book.sheets_metadata:
            if about.visible != calamine.SheetVisibleEnum.Visible or about.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            page = book.get_sheet_by_name(about.name)
            if page.total_height > MOST_ROWS:
                return {"low": page.total_height}
            if page.total_width > MOST_COLUMNS:
                return {"wide": page.total_width}
            if grid := page.to_python(skip_empty_area=False):
                return {"grid": [[_cell(cell) for cell in row] for row in grid]}
    except calamine.PasswordError:
        return {"locked": True}
    except calamine.CalamineError:
        return {}
    return {"grid": []}


def _cell(cell: object) -> Cell:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:  # above, digits are lost already
        return int(cell)
    if isinstance(cell, (date, time, timedelta)):
        return str(cell)
    return cell if isinstance(cell, (int, float)) else ""


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
