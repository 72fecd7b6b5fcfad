"""The QR code of a document: an inline drawing of its public address."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import zxingcpp
from markupsafe import Markup

Run = tuple[int, int, int]


def drawing(address: str) -> Markup:
    """The address as an SVG element for the page."""
    size, dark = squares(address)
    path = "".join(f"M{left} {top}h{length}v1h-{length}z" for top, left, length in dark)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>'
    return Markup(svg)  # noqa: S704 - the drawing holds numbers only


def squares(text: str) -> tuple[int, list[Run]]:
    """How many squares a side of the code has, and its dark runs: row, first square, length.

    Level M survives a fold and some rain.
    """
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = code.to_image(scale=1, add_quiet_zones=False)
    rows: Any = memoryview(image).tolist()
    return len(rows), [(row, at, length) for row, line in enumerate(rows) for at, length in _dark(line)]


def _dark(line: list[int]) -> Iterator[tuple[int, int]]:
    at = 0
    for colour, some in groupby(line):
        length = len(list(some))
        if colour == 0:
            yield at, length
        at += length
