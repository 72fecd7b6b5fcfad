"""A printed paper read with PDFium, which is quick: its text line by line and its measures page by page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4
LONG = 24  # a rule is at least so many points long; the squares of a QR code are shorter
TOGETHER = 1.5  # rules that lie nearer to each other are the two edges of one


@dataclass(frozen=True)
class Glyph:
    """A character on its base line, in points from the page's upper left corner."""

    text: str
    left: float
    right: float
    base: float
    size: float
    face: str
    upright: bool

    @property
    def counts_pages(self) -> bool:
        return self.face == "GW-PageNum"


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[float]

    def lines(self) -> list[str]:
        """The text from top to bottom, a space where there is a gap; what stands on its side comes last."""
        rows: list[list[Glyph]] = []
        for glyph in sorted(self.glyphs, key=lambda one: (not one.upright, one.base)):
            if not rows or rows[-1][-1].upright != glyph.upright or glyph.base - rows[-1][-1].base > 1:
                rows.append([])
            rows[-1].append(glyph)
        return [_joined(row) for row in rows]

    def measures(self) -> dict[str, Any]:
        """The sheet and the text block in mm, base lines in points, faces with their sizes, the number of rules."""
        body = [glyph for glyph in self.glyphs if glyph.text.strip() and not glyph.counts_pages] or self.glyphs
        bases = [glyph.base for glyph in body]
        return {
            "sheet": [round(self.width / MM), round(self.height / MM)],
            "across": [round(min(g.left for g in body) / MM, 1), round(max(g.right for g in body) / MM, 1)],
            "bases": [round(min(bases), 1), round(max(bases), 1)],
            "faces": sorted({f"{glyph.face} {glyph.size:g}" for glyph in self.glyphs}),
            "rules": len(self.rules),
        }


def pages(pdf: bytes) -> list[Page]:
    with pypdfium2.PdfDocument(pdf) as paper:
        return [Page(*page.get_size(), list(_glyphs(page)), _rules(page)) for page in paper]


def _joined(row: list[Glyph]) -> str:
    said, before = "", None
    for glyph in sorted(row, key=lambda one: one.left if one.upright else one.base):
        gap = before is not None and glyph.upright and glyph.left - before.right > glyph.size / 2
        said += (" " if gap else "") + glyph.text
        before = glyph
    return said.strip()


def _glyphs(page: Any) -> Iterator[Glyph]:
    """Every character that has ink, in the order of the page."""
    text, height = page.get_textpage(), page.get_height()
    name, flags, at = ctypes.create_string_buffer(100), ctypes.c_int(), pdfium.FS_MATRIX()
    box = pdfium.FS_RECTF()
    for place in range(pdfium.FPDFText_CountChars(text)):
        point = pdfium.FPDFText_GetUnicode(text, place)
        if point <= ord(" ") or pdfium.FPDFText_IsGenerated(text, place) == 1:
            continue
        pdfium.FPDFText_GetFontInfo(text, place, name, 100, flags)
        pdfium.FPDFText_GetMatrix(text, place, at)
        pdfium.FPDFText_GetLooseCharBox(text, place, box)
        size = round(pdfium.FPDFText_GetFontSize(text, place) * hypot(at.c, at.d), 1)
        face = name.value.decode().partition("+")[2]
        yield Glyph(chr(point), box.left, box.right, height - at.f, size, face, abs(at.b) < abs(at.a))


def _rules(page: Any) -> list[float]:
    """The heights at which horizontal rules lie."""
    found: list[float] = []
    paths = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
    for height in sorted(height for drawn in paths for height in _level(drawn)):
        if not found or height - found[-1] > TOGETHER:
            found.append(height)
    return found


def _level(drawn: Any) -> Iterator[float]:
    """The heights of a path's level parts."""
    matrix, x, y = drawn.get_matrix(), ctypes.c_float(), ctypes.c_float()
    before = None
    for at in range(pdfium.FPDFPath_CountSegments(drawn)):
        part = pdfium.FPDFPath_GetPathSegment(drawn, at)
        pdfium.FPDFPathSegment_GetPoint(part, x, y)
        here = matrix.on_point(x.value, y.value)
        moved = pdfium.FPDFPathSegment_GetType(part) == pdfium.FPDF_SEGMENT_MOVETO
        if before and not moved and abs(here[1] - before[1]) < 0.1 and abs(here[0] - before[0]) >= LONG:
            yield here[1]
        before = here
