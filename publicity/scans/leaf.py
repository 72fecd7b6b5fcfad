"""A page of a scanned file, as it was seen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its picture as JPEG, the texts of the codes on it, and whether nothing is on it."""

    picture: bytes
    codes: tuple[str, ...]
    blank: bool
