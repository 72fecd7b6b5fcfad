"""Checking a pack that somebody hands in: everything wrong with it, with file, line and reason. Nothing is stored."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

from engine.errors import InvalidDefinition, Problem
from states.packs.lines import line_of, lines_of
from states.packs.loader import Pack, load, overlap, overlapping


def named(called: str, text: str) -> str:
    """The id that a pack's text gives itself; `called` where it names none, so that the loader says what is wrong."""
    try:
        heading = tomllib.loads(text).get("pack")
    except tomllib.TOMLDecodeError:
        return called
    name = heading.get("id") if isinstance(heading, dict) else None
    return name if isinstance(name, str) and name else called


def together_with(called: str, text: str, known: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The id of the pack in a text, and the text among those of the packs known; `called` where it names none."""
    name = named(called, text)
    return name, {**known, name: text}


def faults(called: str, text: str, known: Mapping[str, str]) -> list[Problem]:
    """Everything wrong with a pack among those known; empty when it may be taken in."""
    name, together = together_with(called, text, known)
    try:
        packs: dict[str, Pack] = {one: load(one, together) for one in together}
    except InvalidDefinition as error:
        return list(error.problems)
    line = line_of(lines_of(text), ("pack", "places"))
    pairs = [(one, other, where) for one, other, where in overlapping(packs) if name in (one, other)]
    return [
        Problem(f"{name}.toml:{line}", overlap(one if other == name else other, where)) for one, other, where in pairs
    ]
