"""One thing wrong with a pack, at a path inside its file."""

from __future__ import annotations

from states.packs.lines import Path


class Refusal(Exception):
    """One thing wrong, at a path inside the file."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(reason)
