"""Lengths of time as packs and people write them: "5 workdays", "15 days", "1 months"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast, get_args

from engine.errors import BadInput, Problem

Unit = Literal["workdays", "days", "months"]

UNITS: dict[Unit, str] = {"workdays": "个工作日", "days": "天", "months": "个月"}
LONGEST: dict[Unit, int] = {"workdays": 2500, "days": 3660, "months": 120}  # ten years: beyond that it is a typing slip

_WRITTEN = re.compile(r"(\d{1,6})\s+([a-z]+)")


class BadDuration(BadInput):
    """A length of time that cannot be understood."""

    def __init__(self, text: str, reason: str) -> None:
        self.text = text
        super().__init__(Problem(text, reason))


@dataclass(frozen=True, slots=True)
class Duration:
    """A whole number of working days, calendar days or months; at least one, at most ten years."""

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit not in get_args(Unit):
            raise BadDuration(f"{self.n} {self.unit}", "单位只能是 workdays、days 或 months")
        if not 1 <= self.n <= LONGEST[self.unit]:
            raise BadDuration(f"{self.n} {self.unit}", f"期限须在1到{LONGEST[self.unit]}之间")

    def __str__(self) -> str:
        return f"{self.n} {self.unit}"

    @property
    def label(self) -> str:
        """The length in words for people: 5个工作日."""
        return f"{self.n}{UNITS[self.unit]}"


def parse(text: str) -> Duration:
    """Read "5 workdays", "1 month" and the like; raise BadDuration for anything else."""
    written = _WRITTEN.fullmatch(text.strip())
    if not written:
        raise BadDuration(text, "期限应写作“5 workdays”“15 days”或“1 months”")
    unit = written[2] if written[2].endswith("s") else written[2] + "s"
    return Duration(int(written[1]), cast(Unit, unit))
