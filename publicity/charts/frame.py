"""What all charts are put together from: texts, boxes and rules at places, and the key of the series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from publicity.charts.ink import INKS, MUTED, TEXT, mark

WIDTH, KEY = 640, 26
WORDS = Markup('<text x="%.1f" y="%.1f" text-anchor="%s" fill="%s">%s</text>')
BOLD = Markup('<text x="%.1f" y="%.1f" text-anchor="%s" fill="%s" font-weight="700">%s</text>')
BOX = Markup('<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s" stroke="%s" stroke-width="0.6"/>')
RULE = Markup('<path d="M%.1f %.1f L%.1f %.1f" fill="none" stroke="%s" stroke-width="%s"/>')


@dataclass(frozen=True, slots=True)
class Picture:
    """The parts of a picture and how high it is."""

    parts: Sequence[Markup]
    height: float


def text(x: float, y: float, words: str, anchor: str = "start", fill: str = TEXT, bold: bool = False) -> Markup:
    """Words on a line."""
    return (BOLD if bold else WORDS) % (x, y, anchor, fill, words)


def box(x: float, y: float, width: float, height: float, fill: str) -> Markup:
    """A filled box, with a thin edge that keeps pale ones from vanishing."""
    return BOX % (x, y, max(width, 0), height, fill, MUTED)


def rule(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1) -> Markup:
    """A straight rule."""
    return RULE % (x1, y1, x2, y2, stroke, width)


def wide(words: str) -> float:
    """About how wide words are at the size of charts."""
    return sum(13.0 if ord(sign) > 0x2E7F else 7.2 for sign in words)


def cut(words: str, most: float) -> str:
    """Words that fit, the last sign … where they do not."""
    if wide(words) <= most:
        return words
    while words and wide(words) > most - 13:
        words = words[:-1]
    return words + "…"


def key(names: Sequence[str], marks: bool = False) -> Iterator[Markup]:
    """The key above a chart: each series with its tone, and its mark where lines are drawn."""
    x = 2.0
    for ink, name in zip(INKS, names, strict=False):
        yield mark(ink.mark, x + 7, 10, ink.line) if marks else box(x, 4, 14, 12, ink.fill)
        yield text(x + 20, 15, name)
        x += 34 + wide(name)
