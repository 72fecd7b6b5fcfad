"""Files as answers: piece by piece, so that none is held in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO


def parts(file: IO[bytes]) -> Iterator[bytes]:
    """The file piece by piece, gone with the last one."""
    with file:
        while part := file.read(1 << 16):
            yield part
