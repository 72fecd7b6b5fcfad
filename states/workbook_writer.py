"""Spreadsheets and text tables that go out: a text is never taken for a formula, a number or a link."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

import xlsxwriter

Cell = str | int | float
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "'")
LONGEST = 32_000  # a cell of a spreadsheet holds no more
PLAIN = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
COLOURS = {"wrong": "#F8CBAD", "changed": "#FFF2CC"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A remark beside a cell: `kind` is wrong or changed."""

    kind: str
    text: str


def write(headings: Sequence[str], rows: Iterable[Sequence[Cell]], sheet: str = "Sheet1") -> bytes:
    """An xlsx file. Same rows, same bytes."""
    out = io.BytesIO()
    write_rows(out, headings, rows, sheet)
    return out.getvalue()


def write_rows(
    out: IO[bytes],
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    sheet: str = "Sheet1",
    above: Sequence[str] = (),
) -> None:
    """Write an xlsx file row by row, in a memory that does not grow with the rows; `above` stands over the headings."""
    book, page, text = _begun(out, headings, sheet, above)
    with book:  # closed with the passing file of its rows, also when these break off
        for number, row in enumerate(rows, 1 + len(above)):
            for column, cell in enumerate(row):
                _put(page, number, column, cell, text)


def mark(
    out: IO[bytes],
    headings: Sequence[str],
    rows: Iterable[tuple[Sequence[Cell], Mapping[int, Mark]]],
    notes: Sequence[str] = (),
    sheet: str = "Sheet1",
) -> None:
    """Write rows with coloured cells that bear remarks, by column; `notes` come on a sheet of their own."""
    book, page, text = _begun(out, headings, sheet)
    colours = {kind: book.add_format({"num_format": "@", "bg_color": colour}) for kind, colour in COLOURS.items()}
    for number, (row, marks) in enumerate(rows, 1):
        for column, cell in enumerate(row):
            found = marks.get(column)
            _put(page, number, column, cell, colours[found.kind] if found else text)
            if found:
                page.write_comment(number, column, found.text[:1000], {"x_scale": 2})
    if notes:
        second = book.add_worksheet("说明")
        second.set_column(0, 0, 100, text)
        for number, note in enumerate(notes):
            second.write_string(number, 0, note, text)
    book.close()


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Cell]], above: Sequence[str] = ()) -> Iterator[bytes]:
    """A text table in UTF-8 with its mark; what a spreadsheet could run begins with an apostrophe."""
    yield b"\xef\xbb\xbf"
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerows([_guarded(one)] for one in above)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_guarded(cell) for cell in row])
        if line.tell() > 1 << 16:
            yield line.getvalue().encode()
            line.seek(0)
            line.truncate()
    yield line.getvalue().encode()


def _guarded(cell: Cell) -> Cell:
    """Text in a form that no spreadsheet takes for a formula or cuts down to a number."""
    if not isinstance(cell, str) or not cell:
        return cell
    return "'" + cell if cell.startswith(DANGEROUS) or (len(cell) > 11 and cell[:15].isdigit()) else cell


def _begun(out: IO[bytes], headings: Sequence[str], sheet: str, above: Sequence[str] = ()) -> tuple[Any, Any, Any]:
    book = xlsxwriter.Workbook(out, {"constant_memory": True, **PLAIN})
    book.set_properties({"created": datetime(2020, 1, 1)})  # noqa: DTZ001 - the library takes no time zone
    page = book.add_worksheet(sheet)
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
    page.freeze_panes(1 + len(above), 0)
    for column, heading in enumerate(headings):
        page.set_column(column, column, min(60, max(10, 2 * len(heading) + 2)), text)
    for row, one in enumerate(above):
        page.write_string(row, 0, one, bold if row == 0 else text)
    for column, heading in enumerate(headings):
        page.write_string(len(above), column, heading, bold)
    return book, page, text


def _put(page: Any, row: int, column: int, cell: Cell, form: Any) -> None:
    if isinstance(cell, str):
        page.write_string(row, column, cell[:LONGEST], form)
    else:
        page.write_number(row, column, cell)
