"""Code lists: what is stored, what people read, and what files write instead."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

_JOINED = re.compile(r"[,，、;；+＋/]+")


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list: `labels` by code in the order of the form."""

    name: str
    labels: dict[str, str]
    _spellings: dict[str, str] = field(repr=False)

    def label(self, code: str) -> str:
        """The words for a stored code, several joined by 、; what is not in the list stays as it is."""
        return "、".join(self.labels.get(one, one) for one in code.split(",") if one)

    def find(self, text: str) -> str | None:
        """The code of a label, another spelling or a code itself; None when nobody knows it."""
        return self._spellings.get(text.strip())

    def find_several(self, text: str) -> str | None:
        """The codes of several labels joined by + 、 or commas, in list order; None when one is unknown."""
        if found := self.find(text):
            return found
        codes = [self.find(one) for one in _JOINED.split(text) if one.strip()]
        return None if None in codes or not codes else ",".join(code for code in self.labels if code in codes)


@cache
def codes(name: str) -> CodeList:
    """The list of that name; raise KeyError for one that does not exist."""
    spellings = _lists()[name]
    labels = {code: words[0] for code, words in spellings.items()}
    found = {word: code for code, words in spellings.items() for word in (*words, code)}
    return CodeList(name, labels, found)


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    """The lists by name; each stands in a file of its own."""
    told = (tomllib.loads(file.read_text("utf-8")) for file in files("states").joinpath("codes").iterdir())
    return {one["list"]: one["codes"] for one in told}
