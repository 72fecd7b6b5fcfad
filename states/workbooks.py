"""Spreadsheets in and out; nothing else in the product knows a spreadsheet library.

A file is read in a process of its own with a limit on memory and time: whatever an
uploaded file does to the library, the service lives on.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from threading import Event, Timer
from typing import IO, Any

from engine.words import N_
from states.workbook_guard import BadWorkbook, Kind, kind_of, too_low, too_wide
from states.workbook_writer import XLSX, Cell, Mark, csv_lines, mark, write, write_rows

__all__ = ["XLSX", "BadWorkbook", "Cell", "Mark", "Row", "Sheet", "csv_lines", "mark", "read", "write", "write_rows"]

MOST_MEMORY, MOST_SECONDS = 1 << 30, 60
SEARCHED = 20  # rows in which the headings may stand: titles and notes often come first


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table with its number in the file; as many cells as headings."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first table with content: text stays text, numbers stay numbers, days are ISO text.

    `hidden` names sheets that were not read. `merged` gives for a cell without a value of its own the row that
    has it, `formulas` whether a formula came with its result; both by row number and column, the first being 0.
    """

    file: str
    digest: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    hidden: tuple[str, ...] = ()
    merged: Mapping[tuple[int, int], int] = field(default_factory=dict)
    formulas: Mapping[tuple[int, int], bool] = field(default_factory=dict)


def read(data: bytes, file: str, known: Collection[str] = (), *, as_written: bool = False) -> Sheet:
    """Read an uploaded xlsx, xls or csv file; raise BadWorkbook in the clerk's words.

    `known` are headings that may be expected; with them the heading row is found below titles, and a second
    heading row below the first. `as_written` leaves spaces around a text and the apostrophe before it in place.
    """
    kind = kind_of(data, file)
    with _in_own_process(data, kind, file) as (about, grid):
        first = list(islice(grid, SEARCHED))
        at = _heading_row(first, known)
        if at is None:
            if not any(any(cell != "" for cell in row) for row in chain(first, grid)):
                raise BadWorkbook(file, N_("表格是空的，没有任何内容"))
            raise BadWorkbook(file, N_("没有找到表头行：名单第一行应写明“姓名”“证件号码”等栏目名称"))
        headings, begin = _headings(first, at, known)
        rows = tuple(_rows(chain(first[begin:], grid), begin + 1, len(headings), kind, as_written))
    if not rows:
        raise BadWorkbook(file, N_("表头下面没有任何数据"))
    merged = {
        (row + 1, column): top + 1
        for (top, left), (bottom, right) in about.get("merged", ())
        for row in range(top, min(bottom, rows[-1].number) + 1)
        for column in range(left, min(right, len(headings)) + 1)
        if (row, column) != (top, left)
    }
    formulas = {(row + 1, column): has_result for row, column, has_result in about.get("formulas", ())}
    digest = hashlib.sha256(data).hexdigest()
    return Sheet(file, digest, headings, rows, tuple(about.get("hidden", ())), merged, formulas)


def _rows(grid: Iterator[list[Cell]], number: int, width: int, kind: Kind, as_written: bool) -> Iterator[Row]:
    """The rows with content; the same text in many cells is kept once."""
    kept: dict[str, str] = {}
    lead = "'" if kind == "csv" else ""  # the apostrophe guards text in exports
    blank = [""] * width
    for at, row in enumerate(grid, number):
        if row.count("") == len(row) or not any(cell != "" and str(cell).strip() for cell in row):
            continue
        if not as_written:
            row = [cell.strip().removeprefix(lead) if isinstance(cell, str) else cell for cell in row]  # noqa: PLW2901
        cells = (row + blank)[:width] if len(row) != width else row
        yield Row(at, tuple([kept.setdefault(cell, cell) if isinstance(cell, str) else cell for cell in cells]))


def _headings(first: list[list[Cell]], at: int, known: Collection[str]) -> tuple[tuple[str, ...], int]:
    """The headings, those of a second row under a merged title taken from there, and where the data begin."""
    upper, begin = [_heading(cell) for cell in first[at]], at + 1
    lower = [_heading(cell) for cell in first[begin]] if begin < len(first) else []
    under = [lower[column] if column < len(lower) else "" for column in range(max(len(upper), len(lower)))]
    upper += [""] * (len(under) - len(upper))
    pairs = list(zip(upper, under, strict=True))
    is_second = any(below in known and above not in known for above, below in pairs)
    if is_second and not any(above in known and below for above, below in pairs):
        upper, begin = [below or above for above, below in pairs], begin + 1
    width = max(i for i, heading in enumerate(upper, 1) if heading)
    return tuple(upper[:width]), begin


def _heading(cell: Cell) -> str:
    return "".join(str(cell).split())


def _heading_row(grid: list[list[Cell]], known: Collection[str]) -> int | None:
    """The first row with two expected headings; without expectations, the first with two texts and no number."""
    for number, row in enumerate(grid):
        filled = [cell for cell in row if cell != ""]
        texts = ["".join(cell.split()) for cell in filled if isinstance(cell, str)]
        below = [_heading(cell) for cell in grid[number + 1]] if number + 1 < len(grid) else []
        here = sum(one in known for one in texts)
        if known and (here >= 2 or (here == 1 and sum(one in known for one in below) >= 2)):
            return number
        if not known and len(texts) >= 2 and len(texts) == len(filled):
            return number
    return None


@contextmanager
def _in_own_process(data: bytes, kind: Kind, file: str) -> Iterator[tuple[dict[str, Any], Iterator[list[Cell]]]]:
    """What the reader tells of the sheet, and its rows as they come; the process is gone afterwards."""
    tree = str(Path(__file__).resolve().parent.parent)
    paths = os.pathsep.join([tree, *(path for path in sys.path if path)])
    command = [sys.executable, "-P", "-m", "states.workbook_reader", kind, str(MOST_MEMORY), str(MOST_SECONDS)]
    with tempfile.TemporaryFile() as sent:
        sent.write(data)
        sent.seek(0)
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            stdin=sent,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": paths, "PYTHONUTF8": "1"},
        )
    late = Event()

    def end() -> None:
        late.set()
        process.kill()

    timer = Timer(MOST_SECONDS, end)
    timer.start()
    try:
        with process.stdout or open(os.devnull, "rb") as told:  # noqa: PTH123 - a pipe is always there
            about = _about(told, file)
            yield about, _lots(told)
    except ValueError:
        if late.is_set():
            text = N_("表格太大或太复杂，没有在限定时间内读完；请把名单复制到新表格后再导入")
            raise BadWorkbook(file, text) from None
        raise BadWorkbook(file, N_("表格太大或已损坏，没有读成；请把名单复制到新表格后再导入")) from None
    finally:
        timer.cancel()
        process.kill()
        process.wait()


def _about(told: IO[bytes], file: str) -> dict[str, Any]:
    """What the first line says; raise BadWorkbook for a refusal, ValueError when there is none."""
    match json.loads(told.readline()):
        case {"low": int(row)}:
            raise too_low(file, row)
        case {"wide": int(column)}:
            raise too_wide(file, str(column))
        case {"locked": True}:
            raise BadWorkbook(file, N_("文件设了打开密码，请在表格软件里取消密码后另存再导入"))
        case {"sheet": str()} as about:
            return dict(about)
    raise BadWorkbook(file, N_("文件已损坏或不是表格文件，请用表格软件打开并另存为xlsx后再试"))


def _lots(told: IO[bytes]) -> Iterator[list[Cell]]:
    """The rows; raise ValueError when the last line, which counts them, is not there."""
    count = 0
    for line in told:
        lot = json.loads(line)
        if isinstance(lot, int):
            if lot != count:
                raise ValueError(lot)
            return
        count += len(lot)
        yield from lot
    raise ValueError("cut off")
