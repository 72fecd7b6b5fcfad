"""A document whose long lists are empty places: where each begins is found out, so that its rows can be drawn there.

Where a list begins decides how many rows stand on each page, and is certain only once everything is laid out. So it
is remembered from one paper to the next like it, looked at after each layout, and put right where it was wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from publicity import pdf
from publicity.drawing import long_lists
from publicity.drawing.boxes import PT, descend, mark
from publicity.drawing.long_lists import NEAR, Cut, Piece, Start

MARK = "data-list"
ROUNDS, KEPT = 2, 1000
DIGITS = re.compile(r"\d+")
Key = tuple[str, str]
_remembered: dict[Key, Start] = {}


def lay_out(html: str, css: str) -> tuple[Any, list[tuple[Cut, list[Piece]]]] | None:
    """The laid out document and each list with its pieces; None where the document is better laid out as it is."""
    found = long_lists.find(html) if len(html) <= pdf.CHARACTERS else []
    cuts = [cut for one in found if (cut := long_lists.cut(html, css, one))]
    if not cuts or len(cuts) < len(found):
        return None
    keys = [(css, DIGITS.sub("", html[: one.start])) for one in found]
    starts = [_remembered.get(key) for key in keys]
    for _ in range(len(cuts) + ROUNDS):
        known = list(takewhile(lambda start: start is not None, starts))
        filled = [(cut, cut.pieces(start)) for cut, start in zip(cuts, known, strict=False) if start]
        if not all(pieces for _, pieces in filled):
            return None
        paper = pdf.lay_out("".join(_with_places(html, cuts, filled)), css)
        seen = [_start(paper, at) for at in range(min(len(known) + 1, len(cuts)))]
        right = _alike(starts, seen)
        if right == len(cuts):
            _remember(keys, seen)
            return (paper, filled) if all(_stands(paper, at, one) for at, (_, one) in enumerate(filled)) else None
        starts = [*seen[: right + 1], *([None] * (len(cuts) - right - 1))]
    return None


def _alike(guessed: Sequence[Start | None], seen: Sequence[Start]) -> int:
    """How many of the guesses were right, up to the first wrong one."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(guessed, seen, strict=False))))


def _remember(keys: Sequence[Key], starts: Sequence[Start]) -> None:
    if len(_remembered) > KEPT:
        _remembered.clear()
    _remembered.update(zip(keys, starts, strict=True))


def _with_places(html: str, cuts: Sequence[Cut], filled: Sequence[tuple[Cut, list[Piece]]]) -> Iterator[str]:
    """The HTML with places for the lists; it ends behind the first list of which it is not known where it begins."""
    at = 0
    for number, cut in enumerate(cuts):
        yield html[at : cut.long.start]
        at = cut.long.end
        if number == len(filled):
            yield _place(number, cut, cut.least(), is_first=True, is_last=True)
            return
        pieces = filled[number][1]
        for piece in pieces:
            yield _place(number, cut, piece.height, is_first=piece is pieces[0], is_last=piece is pieces[-1])
    yield html[at:]


def _place(number: int, cut: Cut, height: float, *, is_first: bool, is_last: bool) -> str:
    margin = f"{cut.grid.above if is_first else 0:g}pt 0 {cut.grid.below if is_last else 0:g}pt"
    breaks = "" if is_first else "break-before:page"
    return f'<div {MARK}="{number}" style="height:{height:.4f}pt;margin:{margin};{breaks}"></div>'


def _boxes(paper: Any, number: int) -> list[tuple[int, Any]]:
    """The boxes of a list's places with the place of their page."""
    return [
        (at, box)
        for at, page in enumerate(paper.pages)
        for box in descend(page._page_box)
        if mark(box, MARK) == str(number)
    ]


def _start(paper: Any, number: int) -> Start:
    page, box = _boxes(paper, number)[0]
    around = paper.pages[page]._page_box
    measures = box.content_box_x(), box.content_box_y(), around.content_box_y(), around.height
    return Start(page, *(round(one * PT, 3) for one in measures))


def _stands(paper: Any, number: int, pieces: Sequence[Piece]) -> bool:
    """Whether each place came to stand where it was meant to."""
    boxes = _boxes(paper, number)
    return len(boxes) == len(pieces) and all(
        page == piece.page
        and abs(box.content_box_y() * PT - piece.y) < NEAR
        and abs(box.height * PT - piece.height) < NEAR
        for (page, box), piece in zip(boxes, pieces, strict=True)
    )
