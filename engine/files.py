"""Files kept under the digest of their content: each is stored once, and cannot change unseen."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import fsspec

from engine.errors import NotFound

_DIGEST = re.compile(r"[0-9a-f]{64}")


class FileStore:
    """A folder, or any place that fsspec knows, holding files by SHA-256.

    A file is written under a passing name and then renamed, so that a crash leaves none half there.
    """

    def __init__(self, url: str) -> None:
        self._fs: Any
        self._fs, root = fsspec.core.url_to_fs(url)
        self._root = str(root).rstrip("/")

    def put(self, data: bytes) -> str:
        """Store `data` and answer its digest; storing it again changes nothing but how young the file is.

        So `remove` spares what somebody is about to refer to.
        """
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(digest)
        self._fs.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
        passing = f"{path}.{uuid4().hex}.part"
        self._fs.pipe_file(passing, data)
        self._fs.mv(passing, path)
        return digest

    def get(self, digest: str) -> bytes:
        """The content under a digest; raises `NotFound`, also when what lies there is no longer what was stored."""
        if not _DIGEST.fullmatch(digest) or not self._fs.exists(self._path(digest)):
            raise NotFound("file", digest)
        data = bytes(self._fs.cat_file(self._path(digest)))
        if hashlib.sha256(data).hexdigest() != digest:
            raise NotFound("file", digest)
        return data

    def put_file(self, file: Path) -> str:
        """Store what a file holds, a piece at a time, and answer its digest: for what is too large for the memory."""
        with file.open("rb") as data:
            digest = hashlib.file_digest(data, "sha256").hexdigest()
        path = self._path(digest)
        self._fs.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
        passing = f"{path}.{uuid4().hex}.part"
        self._fs.put_file(str(file), passing)
        self._fs.mv(passing, path)
        return digest

    def pieces(self, digest: str, size: int = 1 << 20) -> Iterator[bytes]:
        """The content under a digest, a piece at a time; raises `NotFound` before the first one."""
        if not _DIGEST.fullmatch(digest) or not self._fs.exists(self._path(digest)):
            raise NotFound("file", digest)
        file = self._fs.open(self._path(digest), "rb")
        return self._read(file, size)

    @staticmethod
    def _read(file: Any, size: int) -> Iterator[bytes]:
        with file:
            while piece := file.read(size):
                yield bytes(piece)

    def digests(self) -> Iterator[str]:
        """The digests of all files, in order; what was left half written by a crash is none."""
        if self._fs.exists(self._root):
            names = (path.rsplit("/", 1)[-1] for path in self._fs.find(self._root))
            yield from sorted(name for name in names if _DIGEST.fullmatch(name))

    def older(self, digest: str, before: datetime) -> int | None:
        """The size of a file that was last stored before an instant; None for a younger one, and for none."""
        path = self._path(digest)
        try:
            return int(self._fs.size(path)) if self._fs.modified(path) < before else None
        except FileNotFoundError:
            return None

    def remove(self, digest: str, before: datetime) -> int | None:
        """Remove a file that was last stored before an instant; its size, None where it was younger or is gone.

        It is put aside first and looked at again, so that a file that is stored anew at this moment stays.
        """
        path = self._path(digest)
        aside = f"{path}.{uuid4().hex}.gone"
        try:
            self._fs.mv(path, aside)
        except FileNotFoundError:
            return None
        if self._fs.modified(aside) >= before:
            self._fs.mv(aside, path)
            return None
        size = int(self._fs.size(aside))
        self._fs.rm_file(aside)
        return size

    def _path(self, digest: str) -> str:
        return f"{self._root}/{digest[:2]}/{digest[2:4]}/{digest}"
