"""The text of a pack in a file, and the id under which it stands beside the others."""

from __future__ import annotations

import tomllib
from pathlib import Path

import click


def together(file: Path) -> tuple[str, str]:
    """The id that a pack's file gives (the file's own name without one), and its text."""
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.BadParameter("文件不是 UTF-8 编码的文本") from error
    return name_of(text, file.stem), text


def name_of(text: str, default: str) -> str:
    """The id that a pack's text gives itself; the loader says what is wrong where it gives none."""
    try:
        heading = tomllib.loads(text).get("pack")
    except tomllib.TOMLDecodeError:
        return default
    name = heading.get("id") if isinstance(heading, dict) else None
    return name if isinstance(name, str) and name else default
