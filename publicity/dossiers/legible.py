"""Texts for a file that must never be refused.

What no font can print is written as its code point; it stays whole in the record inside the file.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from engine.clock import OFFICE
from publicity import glyphs

MOST = 600
CUT = "……（全文见record.json）"


def legible(text: Any, most: int = MOST) -> str:
    """The text in one line, its unprintable characters as 〔U+E863〕, cut where it is longer than a field may be."""
    words = " ".join(str(text or "").split())
    for problem in glyphs.check([glyphs.Field("", words)]):
        words = words.replace(problem.character, f"〔{problem.code_point}〕")
    return words if len(words) <= most else words[: most - len(CUT)] + CUT


def day(value: str | None) -> str:
    """2021-10-25 as 2021.10.25; of an instant, the office's day."""
    if not value:
        return ""
    on = datetime.fromisoformat(value).astimezone(OFFICE).date() if "T" in value else date.fromisoformat(value)
    return f"{on:%Y.%m.%d}"


def moment(value: str) -> str:
    """The office's day and minute of an instant."""
    return f"{datetime.fromisoformat(value).astimezone(OFFICE):%Y.%m.%d %H:%M}"


def span(since: str | None, until: str | None) -> str:
    """2021.10.25—2021.10.29, open where there is no end."""
    return f"{day(since)}—{day(until)}" if since else ""
