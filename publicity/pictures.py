"""Pages of a printed paper as pictures: the only module that draws PDF files."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from threading import Lock

import pypdfium2
from PIL import Image

from publicity.documents.registry import Printed

SCREEN, SMALL = 96, 64
"""Dots to the inch: for reading on a screen, and for telling papers apart."""
SHADES = 16  # of grey, and of a red head
ONE_AT_A_TIME = Lock()
"""PDFium cannot be used by two threads at once."""


@lru_cache(maxsize=256)
def picture(printed: Printed, page: int, dots: int = SCREEN) -> bytes:
    """The page, counted from 1, as PNG; IndexError when the paper has no such page."""
    if not 1 <= page <= printed.pages:
        raise IndexError(page)
    with ONE_AT_A_TIME, pypdfium2.PdfDocument(printed.pdf) as paper:
        drawn = paper[page - 1].render(scale=dots / 72).to_pil().convert("RGB")
    out = BytesIO()
    drawn.quantize(SHADES, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
