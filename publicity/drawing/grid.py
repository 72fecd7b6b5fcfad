"""The geometry of a list, as WeasyPrint laid out its head and its first rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from publicity.drawing import breaking
from publicity.drawing.boxes import PT, Set, Type, descend, is_a, texts, type_of


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where its text may stand, measured from the list's left edge, and how it is set."""

    left: float
    width: float
    around: float
    type: Type

    def lines(self, text: str, ends: Callable[[str], list[bool]]) -> tuple[str, ...]:
        """The lines of a text in this column; an empty text has none."""
        kind = self.type
        return tuple(breaking.lines(text, kind.chain, kind.size, lambda _: self.width, ends)) if text else ()

    def start(self, width: float) -> float:
        """Where a text of this width begins."""
        free = {"left": 0.0, "center": 0.5, "right": 1.0}[self.type.align]
        return self.left + (self.width - width) * free


@dataclass(frozen=True, slots=True)
class Row:
    """A row to be drawn: the lines of each of its cells, and its height."""

    cells: tuple[tuple[str, ...], ...]
    height: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A list's geometry; `edge` is half a rule, by which the head lies below the upper edge.

    `above` and `below` are the list's distances from what is around it.
    """

    columns: tuple[Column, ...]
    head: tuple[Set, ...]
    head_height: float
    bounds: tuple[float, ...]
    edge: float
    above: float
    below: float
    is_top_aligned: bool

    def row(self, cells: Sequence[str], ends: Callable[[str], list[bool]]) -> Row:
        """The row of these texts."""
        broken = tuple(one.lines(text, ends) for text, one in zip(cells, self.columns, strict=True))
        height = max(
            len(lines) * one.type.leading + one.around for lines, one in zip(broken, self.columns, strict=True)
        )
        return Row(broken, height)


def read(around: Any) -> Grid | None:
    """The geometry of a laid out list, by the box around it; None for one that is not ruled as this package rules."""
    table = table_in(around)
    groups = {bool(group.is_header): group for group in table.children}
    if len(table.children) != 2 or set(groups) != {True, False} or len(groups[True].children) != 1:
        return None
    [head], body = groups[True].children, groups[False].children
    if not body or not _is_plain(table):
        return None
    left, top = table.position_x * PT, table.position_y * PT
    bounds = [round(cell.position_x * PT - left, 3) for cell in head.children]
    bounds.append(round((head.children[-1].position_x + head.children[-1].border_width()) * PT - left, 3))
    return Grid(
        tuple(_column(cell, left) for cell in body[0].children),
        tuple(Set(one.text, one.x - left, one.baseline - top, one.type) for one in texts(head)),
        head.height * PT,
        tuple(bounds),
        head.position_y * PT - top,
        _px(around.style["margin_top"]),
        _px(around.style["margin_bottom"]),
        body[0].children[0].vertical_align == "top",
    )


def _column(cell: Any, left: float) -> Column:
    around = cell.style["padding_top"].value + cell.style["padding_bottom"].value
    around += cell.border_top_width + cell.border_bottom_width
    return Column(cell.content_box_x() * PT - left, cell.width * PT, around * PT, type_of(cell))


def table_in(around: Any) -> Any:
    """The list itself in the box around it, which bears its margins."""
    return next(box for box in around.children if is_a(box, "TableBox"))


def heights(around: Any) -> list[float]:
    """The heights of the laid out rows."""
    return [float(row.height) * PT for row in table_in(around).children[-1].children]


def _px(value: Any) -> float:
    return float(getattr(value, "value", 0.0)) * PT


def _is_plain(table: Any) -> bool:
    """Whether all cells are ruled alike, span nothing, and hold text only."""
    cells = [box for box in descend(table) if is_a(box, "TableCellBox")]
    ruled = {
        (
            cell.style["border_top_style"],
            cell.border_top_width,
            cell.border_left_width,
            str(cell.style["border_top_color"]),
        )
        for cell in cells
    }
    return (
        len(ruled) == 1
        and ruled.pop()[0] == "solid"
        and len({cell.vertical_align for cell in cells}) == 1
        and all(cell.vertical_align in ("middle", "top") for cell in cells)
        and all(cell.colspan == cell.rowspan == 1 for cell in cells)
        and all(type_of(cell).align in ("left", "center", "right") for cell in cells)
        and all(type_of(cell).leading and type_of(cell).chain.fonts for cell in cells)
        and all(cell.style["letter_spacing"] == "normal" for cell in cells)
        and table.style["border_collapse"] == "collapse"
        and table.style["table_layout"] == "fixed"
    )
