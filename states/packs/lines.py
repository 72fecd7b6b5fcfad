"""Where in a TOML text a key stands, so that a refusal can name its line."""

from __future__ import annotations

import re

_TABLE = re.compile(r"^\s*\[([^\[\]]+)\]\s*(#.*)?$")
_ARRAY = re.compile(r"^\s*\[\[([^\[\]]+)\]\]\s*(#.*)?$")
_KEY = re.compile(r'^\s*("?[\w.-]+"?)\s*=')
_ITEM = re.compile(r"^\s*[{\"]")

Path = tuple[str | int, ...]


def lines_of(text: str) -> dict[Path, int]:
    """The line (from 1) of every table, array entry, key, and entry of an array written one to a line."""
    found: dict[Path, int] = {(): 1}
    counts: dict[tuple[str, ...], int] = {}
    table: Path = ()
    key: Path | None = None
    items = 0
    for number, line in enumerate(text.splitlines(), 1):
        if match := _ARRAY.match(line):
            names = _names(match[1])
            counts[names] = counts.get(names, -1) + 1
            table, key = (*_placed(names[:-1], counts), names[-1], counts[names]), None
            found.setdefault(table, number)
        elif match := _TABLE.match(line):
            table, key = _placed(_names(match[1]), counts), None
            found.setdefault(table, number)
        elif match := _KEY.match(line):
            key, items = (*table, match[1].strip('"')), 0
            found.setdefault(key, number)
        elif key is not None and _ITEM.match(line):
            found.setdefault((*key, items), number)
            items += 1
    return found


def line_of(found: dict[Path, int], path: Path) -> int:
    """The line of `path`, or of the nearest thing around it."""
    for end in range(len(path), -1, -1):
        if path[:end] in found:
            return found[path[:end]]
    return 1


def _names(written: str) -> tuple[str, ...]:
    return tuple(part.strip().strip('"') for part in written.split("."))


def _placed(names: tuple[str, ...], counts: dict[tuple[str, ...], int]) -> Path:
    path: list[str | int] = []
    for end, name in enumerate(names, 1):
        path.append(name)
        if names[:end] in counts:
            path.append(counts[names[:end]])
    return tuple(path)
