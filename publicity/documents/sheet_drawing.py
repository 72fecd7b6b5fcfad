"""Drawing the code on every page of a paper that comes back: squares in the upper right corner, its number below.

A document about many households names each in an element `id="about-NUMBER"`; the pages up to the next belong to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import segno
from markupsafe import escape

from publicity.documents.values import Values
from publicity.pdf import Finisher
from publicity.sheet_codes import PAGES, SheetCode, form_code

SIDE, RIGHT, TOP = 16.0, 8.0, 4.5
"""Millimetres: the code's side, its distance from the right edge and from the top; the margins leave it quiet."""
POINT = 72 / 25.4
ABOUT = "about-"


def labelled(html: str, name: str, subject: str) -> str:
    """The page with the words that stand under the code: the household and the form."""
    return html.replace("<body", f'<body data-about="{escape(subject)}" data-form="{form_code(name)}"', 1)


def drawing(name: str, values: Values, values_digest: str) -> Finisher:
    """What draws the codes of one document onto its pages."""
    form, digest, made_on = form_code(name), values_digest[:8].upper(), values.dated_on()
    edition, subject = getattr(values, "edition", 1), values.subject()

    def draw(paper: Any, file: Any) -> None:
        leaves = list(_leaves(paper.pages, subject))
        for (about, page, pages), place, leaf in zip(leaves, _streams(file), paper.pages, strict=True):
            if about and pages <= PAGES:
                code = SheetCode(form, about, edition, made_on, digest, page, pages)
                place.stream.append(squares(code.text(), leaf.width * 0.75))

    return draw


def _leaves(pages: Sequence[Any], subject: str) -> Iterator[tuple[str, int, int]]:
    """Of each page whom it is about, which of that household's pages it is, and how many there are."""
    abouts = []
    for page in pages:
        named = sorted((place[1], name) for name, place in page.anchors.items() if name.startswith(ABOUT))
        subject = named[0][1].removeprefix(ABOUT) if named else subject
        abouts.append(subject)
    for about, some in groupby(abouts):
        many = len(list(some))
        for page in range(1, many + 1):
            yield about, page, many


def _streams(file: Any) -> Iterator[Any]:
    """The content of each page, to be drawn on."""
    objects = {one.reference: one for one in file.objects}
    for at in file.page_references:
        yield objects[objects[at]["Contents"]]


def squares(text: str, width: float) -> bytes:
    """The code in the upper right corner of a page so many points wide, as PDF drawing, y growing downwards."""
    matrix = segno.make(text, error="m", micro=False, boost_error=True).matrix
    unit = SIDE * POINT / len(matrix)
    left, top = width - (RIGHT + SIDE) * POINT, TOP * POINT
    boxes = [
        f"{left + at * unit:.3f} {top + row * unit:.3f} {length * unit:.3f} {unit:.3f} re"
        for row, line in enumerate(matrix)
        for at, length in _runs(line)
    ]
    return ("/Artifact BMC q 0 g " + " ".join(boxes) + " f Q EMC").encode()


def _runs(line: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The dark runs of a row: where each begins, and its length."""
    at = 0
    for dark, some in groupby(line):
        length = len(list(some))
        if dark:
            yield at, length
        at += length
