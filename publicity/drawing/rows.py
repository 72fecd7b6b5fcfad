"""Drawing a list into its places: the head again on each page, the rows, the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from publicity.drawing import ink as inks
from publicity.drawing.boxes import PT
from publicity.drawing.grid import Grid, Row
from publicity.drawing.long_lists import Cut, Piece
from publicity.pdf import Finisher


def finisher(filled: Sequence[tuple[Cut, Sequence[Piece]]]) -> Finisher:
    """Draws the lists when the pages have been painted."""

    def finish(paper: Any, file: Any) -> None:
        ink, pages = inks.Ink(), list(inks.pages(file))
        for cut, pieces in filled:
            for piece in pieces:
                height = paper.pages[piece.page].height * PT
                inks.write(file, pages[piece.page], height, _drawn(ink, cut.grid, piece, height))
        ink.embed(file)

    return finish


def _drawn(ink: inks.Ink, grid: Grid, piece: Piece, height: float) -> Iterator[str]:
    """The operators of a piece, on a page of this height: its texts row by row, then its rules."""
    yield "BT"
    for one in grid.head:
        yield ink.text(piece.x + one.x, height - piece.y - one.baseline, one.text, one.type.chain, one.type.size)
    lines = [height - piece.y - grid.edge]
    lines.append(lines[0] - grid.head_height)
    for row in piece.rows:
        yield from _row(ink, grid, row, piece.x, lines[-1])
        lines.append(lines[-1] - row.height)
    yield "ET"
    yield from _rules([piece.x + x for x in grid.bounds], lines)


def _row(ink: inks.Ink, grid: Grid, row: Row, x: float, top: float) -> Iterator[str]:
    """The texts of a row whose upper rule lies at this height."""
    for lines, one in zip(row.cells, grid.columns, strict=True):
        kind = one.type
        free = one.around if grid.is_top_aligned else row.height - len(lines) * kind.leading
        baseline = top - free / 2 - kind.ascent
        for text in lines:
            begins = x + one.start(kind.chain.shape(text).width * kind.size / 1000)
            yield ink.text(begins, baseline, text, kind.chain, kind.size)
            baseline -= kind.leading


def _rules(across: Sequence[float], down: Sequence[float]) -> Iterator[str]:
    half = inks.RULE_WIDTH / 2
    yield f"{inks.RULE_WIDTH} w"
    for y in down:
        yield inks.rule(across[0] - half, y, across[-1] + half, y)
    for x in across:
        yield inks.rule(x, down[0], x, down[-1])
