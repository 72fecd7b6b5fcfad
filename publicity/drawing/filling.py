"""Filling pages with rows: as many as fit, none split, the last one never alone on a page."""

from __future__ import annotations

from collections.abc import Sequence

FITS = 1e-6  # points


def fill(heights: Sequence[float], first: float, others: float) -> list[int]:
    """How many of the rows stand on each page, given the room on the first page and on each of the others.

    None do where a page would hold fewer than two rows: that is for somebody who can put things elsewhere.
    """
    pages, room = [0], first
    for height in heights:
        if height > room + FITS:
            pages.append(0)
            room = others
        pages[-1] += 1
        room -= height
    if len(pages) > 1 and pages[-1] == 1:
        pages[-2:] = [pages[-2] - 1, 2]
    return pages if min(pages) >= 2 else []
