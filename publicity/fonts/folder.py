"""The folder of prepared fonts on this machine: where it is, whether it is whole, what it can draw."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

from publicity.errors import FontsMissing
from publicity.fonts.faces import BODY, FACES, RECIPE

SHARED = Path("/usr/local/share/shouxian/fonts")
STAMP, COVERAGE, CONFIG = "stamp.json", "coverage.json", "fonts.conf"
PREPARE = "python -m publicity.fonts prepare"


def personal() -> Path:
    """The folder of an ordinary user."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "shouxian/fonts"


def target() -> Path:
    """Where this user prepares fonts: the named folder, else the machine's for root, else one's own."""
    named = os.environ.get("SHOUXIAN_DATA_FONTS")
    return Path(named).absolute() if named else SHARED if os.geteuid() == 0 else personal()


def stamp(folder: Path) -> dict[str, object]:
    """What the folder was made from: recipe, package versions, file sizes; empty when it is not whole."""
    try:
        made: dict[str, object] = json.loads((folder / STAMP).read_text("utf-8"))
        sizes = made["sizes"]
        assert isinstance(sizes, dict)
        whole = all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, KeyError, AssertionError):
        return {}
    return made if whole and made.get("recipe") == RECIPE else {}


def find() -> Path:
    """The folder to print with; FontsMissing says what to type when there is none."""
    named = os.environ.get("SHOUXIAN_DATA_FONTS")
    for folder in (Path(named).absolute(),) if named else (personal(), SHARED):
        if stamp(folder):
            return folder
    raise FontsMissing(f"这台机器还没有准备打印字库。请运行：{PREPARE}")


def lacking() -> list[str]:
    """The faces that are not in the folder to print with, by family; all of them where there is no such folder."""
    named = os.environ.get("SHOUXIAN_DATA_FONTS")
    folders = (Path(named).absolute(),) if named else (personal(), SHARED)
    folder = next((one for one in folders if one.is_dir()), folders[0])
    return [face.family for face in FACES if not (folder / face.target).is_file()]


def write_config(into: Path, folders: tuple[Path, ...]) -> None:
    """A private fonts.conf: only these folders, by absolute path, as a relative one silently loses every font."""
    rows = "".join(f"  <dir>{folder.absolute()}</dir>\n" for folder in folders)
    cached = into.absolute() / "cache"
    cached.mkdir(exist_ok=True)
    (into / CONFIG).write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig>\n{rows}  <cachedir>{cached}</cachedir>\n</fontconfig>\n",
        "utf-8",
    )


def ranges(points: frozenset[int]) -> list[list[int]]:
    """Code points as inclusive ranges, the form in which coverage is kept."""
    runs: list[list[int]] = []
    for point in sorted(points):
        if runs and runs[-1][1] == point - 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return runs


@cache
def coverage(folder: Path) -> frozenset[str]:
    """Every character that the body's chain of faces in this folder has a glyph for."""
    kept: dict[str, list[list[int]]] = json.loads((folder / COVERAGE).read_text("utf-8"))
    return frozenset(chr(c) for family in BODY for low, high in kept.get(family, []) for c in range(low, high + 1))
