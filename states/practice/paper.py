"""How a kind of evidence is written for made-up households, and for how many at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.actors import Actor
from states.practice.houses import House

Params = Mapping[str, Any]
Body = dict[str, Any]
Writer = Callable[[Params, Sequence[House], Actor, str], Body]

ALONE, GROUP, VILLAGE, TOWNSHIP = 0, 14, 12, 9
"""The length of the area code whose households share one paper."""


@dataclass(frozen=True, slots=True)
class Paper:
    """How one kind is written, and for how many: the length of the area code whose households share one."""

    reach: int
    write: Writer
