"""Which cells of a sheet are formulas: the spreadsheet library tells only what they came to."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree

_FORMULA = re.compile(
    rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*>\s*"""
    rb"""<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(<(?:\w+:)?v>[^<]+<)?"""
)
_LONGEST, _MANY = 10_000, 100_000


def formula_cells(data: bytes, sheet: str) -> list[tuple[int, int, bool]]:
    """The formulas of an xlsx sheet: row, column (both from 0), and whether its result is stored with it.

    What cannot be found out is left out: the library has read the sheet already.
    """
    found: dict[tuple[int, int], bool] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if not (path := _path_of(archive, sheet)):
                return []
            tail = b""
            with archive.open(path) as page:
                while chunk := page.read(1 << 20):
                    text = tail + chunk
                    for cell in _FORMULA.finditer(text) if b"<f" in text or b":f" in text else ():
                        place = int(cell[2]) - 1, _column(cell[1])
                        found[place] = found.get(place, False) or bool(cell[3])
                    tail = text[-_LONGEST:]
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile):
        return []
    return [(*place, has_result) for place, has_result in list(found.items())[:_MANY]]


def _path_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Where in the archive the sheet of this name lies."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - in a process with limits
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for element in book.iter():
        if element.tag.endswith("}sheet") and element.get("name") == sheet:
            link = next((value for name, value in element.items() if name.endswith("}id")), None)
            target = targets.get(link, "")
            return target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
    return ""


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
