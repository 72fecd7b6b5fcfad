"""Packing lots into the package: every file once, a list of all with their digests, the seals, and the checker.

Nothing is compressed and nothing bears the time of packing, so that the same contents give the same bytes on every
machine. The last bytes are the digest of all before them: a change outside the files is found as well.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.db import stamp
from engine.errors import NotFound
from engine.files import FileStore
from publicity.dossiers.check import MANIFEST, SCHEMA, SUM, TAIL
from publicity.dossiers.making import parts
from publicity.dossiers.sealing import covering, sealed_text

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
OWN = {"check.py": "check.py", "说明.txt": "guide.txt"}
ALONE = 0o600 << 16
"""What is in it concerns people: unpacked, only its owner reads it."""


@dataclass(slots=True)
class Packed:
    """What went into a package: how many households and files, and the names of files that the store has lost."""

    households: int = 0
    files: int = 0
    missing: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Package:
    """A package being written."""

    archive: zipfile.ZipFile
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    def put(self, name: str, pieces: Iterable[bytes]) -> str:
        """Write a file and list it; its digest."""
        digest, size = hashlib.sha256(), 0
        told = zipfile.ZipInfo(name)
        told.create_system, told.external_attr = 3, ALONE
        with self.archive.open(told, "w", force_zip64=True) as out:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                out.write(piece)
        self.files[name] = {"sha256": digest.hexdigest(), "size": size}
        return digest.hexdigest()


def pack(
    file: Path, title: str, lots: Iterable[bytes], session: Session, store: FileStore, *, by: Actor, at: datetime
) -> Packed:
    """Write the package to `file`, readable by its owner only; one lot and one stored file are in memory at a time."""
    with _opened(file) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        package = _Package(archive)
        households, stored = _households(package, lots)
        paths, missing = _stored(package, stored, store)
        seals = _seals(package, session, sorted({int(case) for one in households for case in one["chains"]}))
        for name, source in OWN.items():
            package.put(name, [files("publicity").joinpath("dossiers", source).read_bytes()])
        for one in households:
            one["files"] = sorted(paths[digest] for digest in one.pop("stored") if digest in paths)
        done = Packed(len(households), len(package.files), [one["name"] for one in missing])
        manifest = {
            "schema": SCHEMA,
            "title": title,
            "made_at": stamp(at),
            "made_by": {"id": by.id, "name": by.name, "role": by.role, "area": by.area},
            "program": version("shouxian"),
            "households": households,
            "seals": seals,
            "missing": missing,
            "files": dict(package.files),
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        package.put(SUM, [f"{package.put(MANIFEST, [text])}  {MANIFEST}\n".encode()])
    _close(file)
    return done


def _opened(file: Path) -> Any:
    return os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b")


def _households(package: _Package, lots: Iterable[bytes]) -> tuple[list[Any], dict[str, Any]]:
    households: list[Any] = []
    stored: dict[str, Any] = {}
    for lot in lots:
        told, content = parts(lot)
        for name, data in content:
            package.put(name, [data])
        for one in told:
            stored |= one["stored"]
        households += told
    return households, stored


def _stored(package: _Package, stored: dict[str, Any], store: FileStore) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Write every stored file once; where each is, and which the store no longer has."""
    paths, missing = {}, []
    for digest, (media_type, name) in sorted(stored.items()):
        path = f"files/{digest}.{ENDINGS.get(media_type, 'bin')}"
        try:
            package.put(path, [store.get(digest)])
            paths[digest] = path
        except NotFound:
            missing.append({"digest": digest, "name": name})
    return paths, missing


def _seals(package: _Package, session: Session, case_ids: list[int]) -> list[dict[str, Any]]:
    told = []
    for seal, before in covering(session, case_ids):
        name = f"seals/{seal.day}-{seal.root[:12]}.json"
        package.put(name, sealed_text(session, seal, before))
        told.append({"number": seal.id, "file": name, "day": seal.day.isoformat(), "root": seal.root})
    return told


def _close(file: Path) -> None:
    """Write the digest of everything as the comment that a zip file may end with."""
    with file.open("r+b") as out:
        out.seek(-2, os.SEEK_END)
        out.write(struct.pack("<H", len(TAIL) + 64))
        out.seek(0)
        digest = hashlib.file_digest(out, "sha256").hexdigest()
        out.seek(0, os.SEEK_END)
        out.write(TAIL + digest.encode())


def kept(store: FileStore, digests: Iterable[str]) -> Iterator[bytes]:
    """The lots that were kept, one at a time."""
    return (store.get(digest) for digest in digests)
