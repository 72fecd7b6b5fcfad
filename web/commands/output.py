"""How reading commands print: a table for people, JSON with `--json`."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import click

json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")


def print_json(value: object) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str, indent=2))


def done(told: Mapping[str, Any], words: str, *, as_json: bool) -> None:
    """What an act came to: JSON with all of it, or a sentence."""
    if as_json:
        print_json(dict(told))
    else:
        click.echo(words)


def say(text: str) -> None:
    """How far a long act is, for whoever waits; programs that read the output do not see it."""
    click.echo(text, err=True)


def show(rows: Sequence[Mapping[str, Any]], titles: Mapping[str, str], *, as_json: bool) -> None:
    """Print rows: JSON with all their keys, or a table with the columns of `titles`."""
    if as_json:
        print_json([dict(row) for row in rows])
        return
    cells = [[str(row.get(key) if row.get(key) is not None else "") for key in titles] for row in rows]
    lines = [list(titles.values()), *cells]
    widths = [max(width(line[at]) for line in lines) for at in range(len(titles))]
    for line in lines:
        padded = (text + " " * (wide - width(text)) for text, wide in zip(line, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def width(text: str) -> int:
    """The columns that a text takes on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
