"""The text of a pack in a file."""

from __future__ import annotations

from pathlib import Path

import click

from states.packs.checking import named


def text_of(file: Path) -> str:
    """The text of a file; a usage error where it is no text."""
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.BadParameter("文件不是 UTF-8 编码的文本") from error


def together(file: Path) -> tuple[str, str]:
    """The id that a pack's file gives (the file's own name without one), and its text."""
    text = text_of(file)
    return named(file.stem, text), text
