"""The list of what is in an archive: by it an archive is checked before anything of it is used."""

from __future__ import annotations

import json
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from engine.errors import BadInput, Problem

FORMAT, NAME = 1, "manifest.json"
TABLES, FILES = "tables/", "files/"


class BadArchive(BadInput):
    """A file that is no backup of ours, or one that was damaged."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(Problem(file.name, reason))


@dataclass(frozen=True, slots=True)
class Part:
    """One table in an archive: its columns, how many rows, and the digest of its lines."""

    columns: list[str]
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds; `revision` is that of the tables, `files` are digests with their sizes."""

    made_at: str
    revision: str
    tables: dict[str, Part] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(part.rows for part in self.tables.values())

    def write(self, archive: zipfile.ZipFile) -> None:
        """Put the list into its archive, last of all: an archive without it was never finished."""
        archive.writestr(NAME, json.dumps(asdict(self), ensure_ascii=False, indent=1))


def read(archive: zipfile.ZipFile, file: Path) -> Manifest:
    """The list of an archive, its names checked against what is there; raises `BadArchive`."""
    try:
        told = json.loads(archive.read(NAME))
        tables = {name: Part(**part) for name, part in told.pop("tables").items()}
        found = Manifest(**told | {"tables": tables})
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise BadArchive(file, "不是守线的备份，或备份没有做完") from error
    if found.format != FORMAT:
        raise BadArchive(file, f"备份的格式是{found.format}，本程序只认{FORMAT}")
    named = {NAME, *(f"{TABLES}{name}.jsonl" for name in found.tables), *(FILES + digest for digest in found.files)}
    if named != set(archive.namelist()):
        raise BadArchive(file, "备份里的文件与清单不符")
    return found


def opened(file: Path) -> zipfile.ZipFile:
    """The archive; raises `BadArchive` for another kind of file."""
    try:
        return zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise BadArchive(file, "不是守线的备份，或文件已损坏") from error


def line_file(archive: zipfile.ZipFile, table: str) -> IO[bytes]:
    """The lines of a table, to be read."""
    return archive.open(f"{TABLES}{table}.jsonl")
