"""The long lists of a page's HTML, and a list cut into pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from publicity import pdf
from publicity.drawing import grid as grids
from publicity.drawing.boxes import descend, is_around_a_table
from publicity.drawing.filling import fill
from publicity.drawing.grid import Grid, Row

LONG = 20
"""Rows from which a list is drawn; below, the engine alone is as fast."""
SAMPLE_ROWS = 3
NEAR = 0.05  # points
TABLE = re.compile(r'<table class="(list[^"<>]*)">(.*?<tbody>)(.*?)</tbody>\s*</table>', re.DOTALL)
ROW = re.compile(r"\s*<tr>((?:<td[^<>]*>[^<>]*</td>\s*)+)</tr>")
CELL = re.compile(r"<td([^<>]*)>([^<>]*)</td>")
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")
NEVER_CLOSED = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "path", "wbr"})


@dataclass(frozen=True, slots=True)
class Long:
    """A long list as it stands in a page's HTML: from where to where, the tags before its rows, what each row says."""

    start: int
    end: int
    opening: str
    cells: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Start:
    """Where a list begins: the place of the page, the upper left corner, and what height that page's text may fill."""

    page: int
    x: float
    y: float
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Piece:
    """What of a list stands on one page: the page's place among all, the upper left corner, the rows."""

    page: int
    x: float
    y: float
    rows: tuple[Row, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Cut:
    """A list whose rows are broken into lines; `pieces` cuts it into pages once its start is known."""

    long: Long
    grid: Grid
    rows: tuple[Row, ...]

    @property
    def head(self) -> float:
        """The height of the head with the half rule over it."""
        return self.grid.edge + self.grid.head_height

    def least(self) -> float:
        """The height without which the list does not begin on a page."""
        return self.head + self.rows[0].height

    def pieces(self, start: Start) -> list[Piece]:
        """The list page by page; empty where it cannot be cut well."""
        heights = [row.height for row in self.rows]
        counts = fill(heights, start.top + start.height - start.y - self.head, start.height - self.head)
        pieces: list[Piece] = []
        at = 0
        for number, count in enumerate(counts):
            rows = self.rows[at : at + count]
            at += count
            height = self.head + sum(row.height for row in rows) + (self.grid.edge if at == len(heights) else 0)
            pieces.append(Piece(start.page + number, start.x, start.top if number else start.y, rows, height))
        return pieces


def find(html: str) -> list[Long]:
    """The lists of a page that are long, and whose rows are alike and hold nothing but text."""
    found = []
    for table in TABLE.finditer(html):
        rows = list(ROW.finditer(table[3]))
        if len(rows) < LONG or sum(len(row[0]) for row in rows) != len(table[3].rstrip()):
            continue
        cells = [CELL.findall(row[1]) for row in rows]
        if len({tuple(look for look, _ in row) for row in cells}) == 1:
            texts = tuple(tuple(unescape(text).strip() for _, text in row) for row in cells)
            opening = f'class="{table[1]}">{table[2]}'
            found.append(Long(table.start(), table.end(), opening, tuple(look for look, _ in cells[0]), texts))
    return found


def cut(html: str, css: str, long: Long) -> Cut | None:
    """The list with its rows broken into lines; None where it does not look the way this package draws."""
    grid = _grid(css, "".join(_around(html[: long.start])), long.opening, long.cells)
    if grid is None or len(grid.columns) != len(long.cells):
        return None
    return Cut(long, grid, tuple(grid.row(cells, pdf.line_ends) for cells in long.rows))


def _around(before: str) -> Iterator[str]:
    """The tags that are open where the list stands, such as a section that lies on its side."""
    opened: list[tuple[str, str]] = []
    for tag in TAG.finditer(before):
        if tag[1]:
            while opened and opened.pop()[0] != tag[2]:
                pass
        elif tag[2] not in NEVER_CLOSED and not tag[3].endswith("/"):
            opened.append((tag[2], tag[0]))
    return (tag for _, tag in opened)


@lru_cache(maxsize=64)
def _grid(css: str, around: str, opening: str, cells: Sequence[str]) -> Grid | None:
    """The geometry of such a list, from one of a few rows that say nothing."""
    row = "<tr>" + "".join(f"<td{look}>一</td>" for look in cells) + "</tr>"
    paper = pdf.lay_out(f"{around}<table {opening}{row * SAMPLE_ROWS}</tbody></table>", css)
    [there] = [box for page in paper.pages for box in descend(page._page_box) if is_around_a_table(box)]
    grid = grids.read(there)
    said = grid and grid.row(["一"] * len(cells), pdf.line_ends).height
    return grid if said and all(abs(said - one) < NEAR for one in grids.heights(there)) else None
