"""The text of a pack in a file, and the id under which it stands beside the others."""

from __future__ import annotations

from pathlib import Path

import click

from states.wordings.proposals import name_of


def together(file: Path) -> tuple[str, str]:
    """The id that a pack's file gives (the file's own name without one), and its text."""
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.BadParameter("文件不是 UTF-8 编码的文本") from error
    return name_of(text, file.stem), text
