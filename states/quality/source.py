"""A source of facts: which fields of the rules it fills, and how it fills them for a whole lot at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from states.quality.fields import Field
from states.quality.snapshot import Lot


@dataclass(frozen=True, slots=True)
class Source:
    """One source: the fields it fills, and how it fills them for a lot."""

    fields: tuple[Field, ...]
    fill: Callable[[Session, Lot], None]
