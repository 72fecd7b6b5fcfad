"""The pages of one scanned file: each rendered to a picture, its codes read in any rotation, and set upright.

Runs only in the reader's process: PDFium and the decoder are given whatever somebody uploaded.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any

import pikepdf
import pypdfium2
import zxingcpp
from PIL import Image, UnidentifiedImageError

from publicity.scans.errors import LeafBroken, ScanRefused
from publicity.scans.leaf import Leaf
from publicity.sheet_codes import LONGEST, MARK

MOST_LEAVES = 600
DPI, MOST_PIXELS, LONGEST_SIDE = 150, 4_500_000, 14_400
"""A page is rendered at so many dots per inch, or fewer; one whose side is longer than so many points is no scan."""
FINER = 2.0
"""A page without a code is looked at once more, so much larger."""
QUALITY = 78
FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
DARK, EDGE, SPECKS = 170, 0.06, 0.0004
"""A page is blank when, its edges left out, fewer than so many of its dots are darker than that."""


class File:
    """An opened file; raises ScanRefused for what is no scan, in the clerk's words."""

    def __init__(self, data: bytes) -> None:
        self._pdf: Any = None
        self._picture: Image.Image | None = None
        if data.startswith(b"%PDF-"):
            self._pdf = _opened(data)
            self.leaves = len(self._pdf)
        else:
            self._picture, self.leaves = _picture(data), 1
        if self.leaves > MOST_LEAVES:
            raise ScanRefused(f"有{self.leaves}页，一次最多{MOST_LEAVES}页，请分几次扫描")
        if not self.leaves:
            raise ScanRefused("一页也没有")

    def leaf(self, number: int) -> Leaf:
        """One page, counted from 0; raises LeafBroken."""
        picture = self._rendered(number, 1.0)
        found = _codes(picture)
        if not found and self._pdf is not None:
            found = _codes(self._rendered(number, FINER))
        ours = [one for one in found if one.text.startswith(MARK)]
        turn = 90 * round((ours[0].orientation if ours else 0) / 90)
        upright = picture.rotate(turn, expand=True) if turn else picture
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=QUALITY)
        texts = tuple(sorted({one.text[: LONGEST + 1] for one in ours or found}))
        return Leaf(out.getvalue(), texts, blank=not texts and _is_blank(picture))

    def _rendered(self, number: int, finer: float) -> Image.Image:
        if self._picture is not None:
            return self._picture
        try:
            page = self._pdf[number]
            width, height = page.get_size()
            if not 0 < max(width, height) <= LONGEST_SIDE or min(width, height) < 1:
                raise LeafBroken("尺寸不是扫描件该有的")
            scale = min(finer * DPI / 72, finer * math.sqrt(MOST_PIXELS / (width * height)))
            picture: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        except pypdfium2.PdfiumError as fault:
            raise LeafBroken("这一页损坏") from fault
        return picture


def _opened(data: bytes) -> Any:
    try:
        pdf = pypdfium2.PdfDocument(data)
        number = len(pdf)
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise ScanRefused("PDF设了打开密码，请取消密码后再传") from None
        raise ScanRefused("PDF损坏，打不开；请重新扫描") from None
    if number <= MOST_LEAVES and _is_active(data):
        raise ScanRefused("PDF里带有会自己运行的内容，不是扫描件；请用扫描仪或手机重新扫描")
    return pdf


def _is_active(data: bytes) -> bool:
    """Whether the file holds scripts, actions or files, which no scanner writes."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            names = pdf.Root.get("/Names", pikepdf.Dictionary())
            told = {"/OpenAction", "/AA"} & set(pdf.Root.keys()) or {"/JavaScript", "/EmbeddedFiles"} & set(
                names.keys()
            )
            return bool(told) and not _only_shows(pdf.Root)
    except pikepdf.PdfError:
        return False  # PDFium could open it: what it shows is looked at, and nothing else of it is kept


def _only_shows(root: Any) -> bool:
    """Whether all that happens on opening is that a page is shown."""
    action = root.get("/OpenAction")
    plain = isinstance(action, pikepdf.Array) or (
        isinstance(action, pikepdf.Dictionary) and action.get("/S") == pikepdf.Name("/GoTo")
    )
    return plain and "/AA" not in root and "/Names" not in root


def _picture(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
            return picture.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise ScanRefused("照片损坏，打不开；请重新拍") from None


def _codes(picture: Image.Image) -> Sequence[Any]:
    found: Sequence[Any] = zxingcpp.read_barcodes(picture.convert("L"), formats=FORMATS)
    return found


def _is_blank(picture: Image.Image) -> bool:
    across, down = round(picture.width * EDGE), round(picture.height * EDGE)
    inner = picture.convert("L").crop((across, down, picture.width - across, picture.height - down))
    return sum(inner.histogram()[:DARK]) < SPECKS * inner.width * inner.height
