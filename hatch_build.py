"""Compiles the translations while the project is built or installed, so that no compiled file is kept in git."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface[Any]):
    """Runs before the files of a wheel are gathered; an editable install is one, too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Compile every catalogue that is newer than its compiled form."""
        compile_catalogues(Path(self.root))


def compile_catalogues(root: Path) -> None:
    """Write `messages.mo` beside every `messages.po` of the web package that changed since."""
    for source in sorted((root / "web" / "translations").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as written:
            catalogue = read_po(written)
        with target.open("wb") as compiled:
            write_mo(compiled, catalogue)
