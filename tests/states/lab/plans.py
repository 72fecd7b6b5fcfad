"""Small plans for the tests of the lab, and the keys of a plan one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from states.packs.loader import Pack, load, shipped

TEXTS = shipped()
SHIPPED = sorted(TEXTS)
HEAD = '[pack]\nid = "try"\ntitle = "试行方案"\n[income]\nline = 6000\n'
WAY_OUT = """
[move.clear_out]
[[move.clear_out.step]]
name = "look"
title = "核查"
by = "village"
"""


def step(name: str, more: str = "", by: str = "village", after: str = "") -> str:
    """One step of the identification."""
    waits = f"after = {after}\n" if after else ""
    return f'[[move.identify.step]]\nname = "{name}"\ntitle = "{name}"\nby = "{by}"\n{waits}{more}\n'


def plan(*steps: str, head: str = HEAD) -> Pack:
    """A plan whose identification has these steps."""
    return load("try", {**TEXTS, "try": head + "[move.identify]\n" + "".join(steps) + WAY_OUT})


def posted(period: str, count: str = "next-day", more: str = "") -> str:
    """What makes a step a village's notice."""
    return f'notice = {{ level = "village", period = "{period}", count = "{count}" }}\n{more}'


def planned(first: str, last: str) -> str:
    """What gives a step its days in the plan."""
    return f"planned = {{ from = {first}, until = {last} }}\n"


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value that stands alone in a plan's file."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from leaves(inner, (*path, at))
    else:
        yield path
