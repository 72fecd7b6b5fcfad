"""The office's own fonts (SHOUXIAN_FONTS), such as 方正小标宋: fitted like the others, first in line."""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from publicity.fonts.convert import characters, convert, open_font
from publicity.fonts.faces import OFFICE, RECIPE
from publicity.fonts.folder import CONFIG, COVERAGE, coverage, find, personal, ranges, target, write_config

KINDS = {".ttf", ".otf", ".ttc"}


def config() -> Path:
    """The fonts.conf to print with: the prepared folder, and the office's fonts before it where there are any."""
    folder, own = find(), office_folder()
    if own is None:
        return folder / CONFIG
    if not (own / CONFIG).exists():
        write_config(own, (own, folder))
    return own / CONFIG


def printable() -> frozenset[str]:
    """Every character that can be drawn on this machine."""
    own = office_folder()
    return coverage(find()) | (coverage(own) if own is not None else frozenset())


@cache
def office_folder() -> Path | None:
    """The fitted copies of the office's fonts, made on first use; None when the setting names no such fonts."""
    named = os.environ.get("SHOUXIAN_FONTS")
    chosen = choose(Path(named)) if named else {}
    if not chosen:
        return None
    # Beside the prepared folder, never inside: fontconfig would find them there without the setting, too.
    base = target().parent if os.access(target().parent, os.W_OK) else personal().parent
    mark = [(family, str(path), path.stat().st_size, path.stat().st_mtime_ns) for family, path in chosen.items()]
    folder = base / "office-fonts" / hashlib.sha256(json.dumps([RECIPE, str(find()), mark]).encode()).hexdigest()[:16]
    if not (folder / COVERAGE).exists():
        folder.mkdir(parents=True, exist_ok=True)
        held = {family: characters(path) for family, path in chosen.items()}
        for family, path in chosen.items():
            convert(path, folder / (family.replace(" ", "") + ".ttf"), family, held[family])
        kept = json.dumps({family: ranges(points) for family, points in held.items()})
        (folder / COVERAGE).write_text(kept, "utf-8")  # last: its presence says that the folder is whole
    return folder


def choose(folder: Path) -> dict[str, Path]:
    """The file for each official role, by the names the fonts give themselves."""
    named = {path: _names(path) for path in sorted(folder.rglob("*")) if path.suffix.lower() in KINDS}
    chosen: dict[str, Path] = {}
    for family, hints in OFFICE.items():
        matches = (path for hint in hints for path, names in named.items() if hint in names)
        if (path := next(matches, None)) is not None:
            chosen[family] = path
    return chosen


def _names(path: Path) -> str:
    with open_font(path) as font:
        table: Any = font["name"]
        return " ".join(record.toUnicode(errors="replace").lower() for record in table.names if record.nameID in (1, 4))
