"""A code list as it stands for whoever reads or chooses: what is stored, what people read, what files write instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_JOINED = re.compile(r"[,，、;；+＋/]+")
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list: `labels` are what may be chosen, by code in the order of the form.

    `readable` has the words of every code that any edition ever had, `successors` what a code that may no longer
    be chosen became, as far as it may be chosen. A list asked for without a day lets everything be chosen.
    """

    name: str
    labels: Mapping[str, str]
    _spellings: Mapping[str, str] = field(repr=False)
    readable: Mapping[str, str] = field(default_factory=dict, repr=False)
    successors: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def label(self, code: str) -> str:
        """The words for a stored code, several joined by 、; what no edition has stays as it is."""
        return "、".join(self._word(one) for one in code.split(",") if one)

    def find(self, text: str, also: Mapping[str, str] = NOTHING) -> str | None:
        """The code that a label, another spelling or a code itself stands for, a retired one as its one successor.

        None when nobody knows it, or when it was retired without exactly one successor. `also` are the words of a
        form of its own.
        """
        code = self._code(text, also)
        if code is None or code in self.labels:
            return code
        successors = self.successors.get(code, ())
        return successors[0] if len(successors) == 1 else None

    def find_several(self, text: str, also: Mapping[str, str] = NOTHING) -> str | None:
        """The codes of several labels joined by + 、 or commas, in list order; None when one is not to be had."""
        if found := self.find(text, also):
            return found
        codes = [self.find(one, also) for one in _JOINED.split(text) if one.strip()]
        return None if None in codes or not codes else ",".join(code for code in self.labels if code in codes)

    def retired(self, text: str, also: Mapping[str, str] = NOTHING) -> tuple[str, list[str]] | None:
        """The first part of a text that is known but may no longer be chosen, with the words for what it became."""
        for part in [text, *_JOINED.split(text)]:
            code = self._code(part, also)
            if code is not None and self.find(part, also) is None:
                return self._word(code), [self._word(one) for one in self.successors.get(code, ())]
        return None

    def _code(self, text: str, also: Mapping[str, str]) -> str | None:
        word = text.strip()
        return also.get(word) or self._spellings.get(word)

    def _word(self, code: str) -> str:
        return self.labels.get(code) or self.readable.get(code, code)
