"""Reading a PDF back: its lines, its characters and their places, in millimetres and points."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pdfplumber

from publicity.documents import find

MM = 72 / 25.4


@dataclass(frozen=True)
class Line:
    """Characters on one base line."""

    top: float
    left: float
    right: float
    size: float
    text: str
    face: str


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    with pdfplumber.open(BytesIO(pdf)) as paper:
        yield paper


def bare(page: Any) -> Any:
    """The page without the code in its upper right corner, and without the words beside it."""
    return page.filter(lambda one: one["bottom"] > 21 * MM or one["x0"] < 150 * MM)


def lines(page: Any) -> list[Line]:
    rows: dict[float, list[Any]] = {}
    for char in page.chars:
        rows.setdefault(round(char["top"], 1), []).append(char)
    return [
        Line(top, chars[0]["x0"], chars[-1]["x1"], chars[0]["size"], "".join(c["text"] for c in chars), face(chars[0]))
        for top, chars in sorted(rows.items())
    ]


def face(char: Any) -> str:
    return str(char["fontname"]).partition("+")[2]


def text(pdf: bytes) -> str:
    """All the text without spaces and line ends, for finding sentences that are broken over lines."""
    with opened(pdf) as paper:
        return "".join("".join(line.text for line in lines(page)) for page in paper.pages).replace(" ", "")


def household(**facts: Any) -> dict[str, Any]:
    return {"group": "第一村民小组", "head": "和志强", "persons": 4, "category": "边缘易致贫户"} | facts


def village(**changes: Any) -> dict[str, Any]:
    """The village notice's sample with changes."""
    return find("village_notice").sample() | changes


def long_village(rows: int) -> dict[str, Any]:
    return village(entering=[household(group=f"第{at}小组") for at in range(1, rows + 1)], leaving=[])
