"""Editions of code lists as data: what may be chosen from when to when, what it is called, and what became of it.

An edition is the whole list of its time. What an earlier edition had and a later one has not stays readable for
ever, but is not chosen any more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PrivateAttr, StringConstraints, field_validator
from pydantic import Field as Key

from engine.errors import BadInput
from engine.words import N_
from states import toml_texts

Word = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,24}$")]


class BadCodes(BadInput):
    """An edition of a code list that cannot be used; each problem names the file and the place in it."""


class Period(BaseModel):
    """From a day to a day, both of them included; open where none is given."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    since: date | None = Key(default=None, alias="from")
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return (self.since or date.min) <= day <= (self.until or date.max)

    @property
    def is_backwards(self) -> bool:
        """Whether it ends before it begins."""
        return self.since is not None and self.until is not None and self.until < self.since


class Entry(Period):
    """One code: its words, the first of them the label, from when to when it may be chosen, and what it became.

    What became something and has no last day may not be chosen at all: it is there to be read and taken in.
    """

    words: tuple[Word, ...] = Key(min_length=1, max_length=40)
    becomes: tuple[str, ...] = ()

    def is_offered(self, day: date) -> bool:
        """Whether it may be chosen on a day."""
        return self.holds(day) and not (self.becomes and self.until is None)


class CodeEdition(BaseModel):
    """A list at its time. One that is not `offered` is another office's: its words are understood, never offered.

    `needed` are codes that the program itself speaks of: every later edition has them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    list: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
    title: Word
    edition: Word
    source: str = Key(default="", max_length=200)
    offered: bool = True
    valid: Period = Period()
    needed: tuple[str, ...] = ()
    codes: Mapping[Code, Entry] = Key(min_length=1, max_length=300)
    _text: str = PrivateAttr(default="")

    @field_validator("codes", mode="before")
    @classmethod
    def _entries(cls, value: Any) -> Any:
        """A code with nothing but its words is written as the list of its words."""
        if not isinstance(value, dict):
            return value
        return {code: {"words": one} if isinstance(one, list) else one for code, one in value.items()}

    @property
    def text(self) -> str:
        """The text that it was read from."""
        return self._text

    @property
    def digest(self) -> str:
        """The digest of its text."""
        return hashlib.sha256(self._text.encode()).hexdigest()

    def labels_on(self, day: date) -> dict[str, str]:
        """What may be chosen on a day, by code."""
        return {code: one.words[0] for code, one in self.codes.items() if one.is_offered(day)}


def read(text: str, file: str) -> CodeEdition:
    """The edition of a text; raises `BadCodes` with the file and every reason."""
    edition = toml_texts.read(CodeEdition, text, file, _faults, BadCodes)
    edition._text = text
    return edition


def _faults(edition: CodeEdition) -> Iterable[tuple[str, str]]:
    """What is wrong inside one edition."""
    if edition.valid.is_backwards:
        yield "valid", N_("结束的日期早于开始的日期")
    if unknown := [code for code in edition.needed if code not in edition.codes]:
        yield "needed", N_("代码表里没有“%(code)s”") % {"code": "、".join(unknown)}
    seen: dict[str, str] = {}
    for code, entry in edition.codes.items():
        where = f"codes.{code}"
        if entry.is_backwards:
            yield where, N_("结束的日期早于开始的日期")
        for word in dict.fromkeys((*entry.words, code)):
            if seen.setdefault(word, code) != code:
                yield where, N_("“%(word)s”已经是“%(code)s”的写法") % {"word": word, "code": seen[word]}
        for after in entry.becomes:
            yield from ((where, reason) for reason in _successor_faults(edition, code, after))


def _successor_faults(edition: CodeEdition, code: str, after: str) -> Iterable[str]:
    if after not in edition.codes:
        yield N_("要改成的“%(code)s”不在这一版里") % {"code": after}
    elif after == code or edition.codes[after].becomes:
        yield N_("要改成的“%(code)s”自己也停用了，请直接写最后的那一项") % {"code": after}


@cache
def shipped() -> tuple[CodeEdition, ...]:
    """The editions that come with the program, the older ones of a list first."""
    folder = files("states").joinpath("codes")
    texts = sorted((file.name, file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".toml"))
    editions = [read(text, name) for name, text in texts]
    return tuple(sorted(editions, key=lambda one: (one.list, one.offered, one.valid.since or date.min, one.edition)))
