"""Preparing the fonts once per machine: gather, convert in two processes, put in place in one step."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from fcntl import LOCK_EX, flock
from multiprocessing import get_context
from pathlib import Path

from publicity.fonts.convert import characters, convert
from publicity.fonts.faces import FACES, RECIPE, Face
from publicity.fonts.folder import COVERAGE, STAMP, ranges, stamp, write_config
from publicity.fonts.sources import Gathered, Say, gather, versions

PROCESSES = 2


def prepare(folder: Path, say: Say, given: Path | None = None, *, anew: bool = False) -> bool:
    """Make `folder` whole and current; False when it already was. Waits while another process prepares it."""
    if not anew and is_current(folder, given):  # asked before the lock, whose file another user may own
        say(f"打印字库已就绪：{folder}")
        return False
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f".{folder.name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not anew and is_current(folder, given):
            say(f"打印字库已由另一进程准备好：{folder}")
            return False
        began = time.monotonic()
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".fonts-") as scratch:
            gathered = gather(Path(scratch) / "source", say, given)
            made = Path(scratch) / "made"
            made.mkdir(mode=0o755)
            _make(made, gathered, say)
            _swap(made, folder)
        write_config(folder, (folder,))
        say(f"打印字库已准备好：{folder}（用时 {time.monotonic() - began:.0f} 秒）")
    return True


def is_current(folder: Path, given: Path | None = None) -> bool:
    """Whether the folder is whole and was made from the versions that the distribution offers now."""
    made_of = stamp(folder).get("versions")
    if not isinstance(made_of, dict):
        return False
    offered = {} if given is not None else versions(made_of)
    return all(offered.get(package, kept) == kept for package, kept in made_of.items())


def _make(made: Path, gathered: Gathered, say: Say) -> None:
    """Convert every face there is a source for, the largest first, and note what came of it."""
    faces = [face for face in FACES if face.file in gathered.files]
    held = plan(faces, gathered.files)
    faces.sort(key=lambda face: -len(held[face.family]))
    sizes: dict[str, int] = {}
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as workers:
        waiting = {
            workers.submit(_convert_face, face, gathered.files[face.file], made, held[face.family]): face
            for face in faces
        }
        for done in as_completed(waiting):
            face = waiting[done]
            sizes[face.target] = done.result()
            say(
                f"[字库] {len(sizes)}/{len(faces)} {face.target} {len(held[face.family])} 字 "
                f"{sizes[face.target] / 1e6:.1f} MB"
            )
    cover = {family: ranges(points) for family, points in sorted(held.items())}
    (made / COVERAGE).write_text(json.dumps(cover), "utf-8")
    noted = {"recipe": RECIPE, "versions": gathered.versions, "sizes": dict(sorted(sizes.items()))}
    (made / STAMP).write_text(json.dumps(noted, indent=1), "utf-8")


def plan(faces: list[Face], files: Mapping[str, Path]) -> dict[str, frozenset[int]]:
    """The characters each family gets; a fallback carries only what the families before it lack."""
    held: dict[str, frozenset[int]] = {}
    for face in faces:
        points = characters(files[face.file])
        if face.only is not None:
            points &= face.only
        held[face.family] = points.difference(*(held.get(family, frozenset()) for family in face.after))
    return held


def _convert_face(face: Face, source: Path, made: Path, keep: frozenset[int]) -> int:
    return convert(source, made / face.target, face.family, keep, face.features)


def _swap(made: Path, folder: Path) -> None:
    """Put the new folder where the old one was; a process that has the old files open keeps them."""
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    made.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
