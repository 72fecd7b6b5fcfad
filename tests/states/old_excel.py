"""A writer of the old xls format, just enough for a test: one sheet, texts and numbers."""

from __future__ import annotations

import struct

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def xls(grid: list[list[str | float]]) -> bytes:
    """A workbook of one sheet."""
    return _container(_book(grid))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _book(grid: list[list[str | float]]) -> bytes:
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 6))
    name = "Sheet1".encode("utf-16-le")
    sheet_at = len(begin) + 4 + 8 + len(name) + 4
    sheet = _record(0x85, struct.pack("<IHBB", sheet_at, 0, 6, 1) + name)
    cells = b""
    for row, line in enumerate(grid):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                text = cell.encode("utf-16-le")
                cells += _record(0x204, struct.pack("<HHHHB", row, column, 0, len(cell), 1) + text)
            else:
                cells += _record(0x203, struct.pack("<HHHd", row, column, 0, cell))
    page = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 6))
    size = _record(0x200, struct.pack("<IIHHH", 0, len(grid), 0, max(map(len, grid)), 0))
    return begin + sheet + _record(0x0A, b"") + page + size + cells + _record(0x0A, b"")


def _container(stream: bytes) -> bytes:
    """The stream "Workbook" in a compound file: header, one sector of addresses, one of names, then the stream."""
    stream = stream.ljust(8 * SECTOR, b"\0")  # shorter ones would have to go into a second kind of sector
    stream += b"\0" * (-len(stream) % SECTOR)
    sectors = len(stream) // SECTOR
    chain = [FAT, END, *range(3, 2 + sectors), END]
    addresses = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += b"\0" * 6 + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<I", 0) + b"\xff" * (SECTOR - len(header) - 4)
    names = _entry("Root Entry", 5, child=1, start=END) + _entry("Workbook", 2, start=2, size=len(stream))
    names += _entry("", 0) * 2
    return header + addresses + names + stream


def _entry(name: str, kind: int, child: int = FREE, start: int = 0, size: int = 0) -> bytes:
    text = (name + "\0").encode("utf-16-le") if name else b""
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
    return head + b"\0" * 36 + struct.pack("<IQ", start, size)
