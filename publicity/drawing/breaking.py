"""Breaking a text into lines as layout does: as much on each line as it holds, ended where a line may end."""

from __future__ import annotations

from collections.abc import Callable

from publicity.drawing.chains import Chain

CLOSE = 0.01  # points; what rounds differently is no reason to break


def lines(
    text: str, chain: Chain, size: float, room: Callable[[int], float], ends: Callable[[str], list[bool]]
) -> list[str]:
    """The lines of a text; `room` is the width of the line of a number in points, `ends` says where lines may end.

    A word that is longer than a line is broken anywhere, as the style of the documents has it.
    """
    if _fits(text, chain, size, room(0)):
        return [text]
    broken: list[str] = []
    may_end, at = ends(text), 0
    while at < len(text):
        end = _end(text, at, chain, size, room(len(broken)), may_end)
        broken.append(text[at:end].rstrip(" "))
        at = end
    return broken


def _fits(text: str, chain: Chain, size: float, width: float) -> bool:
    return chain.shape(text.rstrip(" ")).width * size / 1000 <= width + CLOSE


def _end(text: str, at: int, chain: Chain, size: float, width: float, may_end: list[bool]) -> int:
    """Where the line that begins at a character ends."""
    best = furthest = at
    for end in range(at + 1, len(text) + 1):
        if not _fits(text[at:end], chain, size, width):
            break
        furthest = end
        if end == len(text) or may_end[end]:
            best = end
    return best if best > at else max(furthest, at + 1)
