"""Layouts of lists as data: which columns, in which order, under which headings, in which words.

A national form that changes is a new text, not a new program; a text that would not work is
refused with its file and every reason.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, PrivateAttr, StringConstraints
from pydantic import Field as Key

from engine.errors import BadInput
from engine.words import N_
from states import toml_texts
from states.exchange.fields import FIELDS, NEEDED, Field, Subject

HOUSEHOLD_LIST = "household-list"
"""The list that is taken in by default; every installation has it."""
Heading = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]


class BadLayout(BadInput):
    """A layout that cannot be used; each problem names the file and the place in it."""


class Column(BaseModel):
    """One column: `words` are the labels of its codes where this form writes them otherwise, by code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    heading: Heading
    aliases: tuple[Heading, ...] = ()
    needed: bool = False
    words: Mapping[str, Heading] = Key(default_factory=dict)

    @property
    def about(self) -> Field:
        """What it is about."""
        return FIELDS[self.field]

    def label(self, code: str) -> str:
        """A stored code, or several, in the words of this form."""
        known = self.about.list()
        if known is None:
            return code
        return "、".join(self.words.get(one) or known.label(one) for one in code.split(",") if one)

    def choices(self, on: date | None = None) -> list[str]:
        """What may be written on a day, in the words of this form."""
        known = self.about.list(on)
        return [self.words.get(code, label) for code, label in known.labels.items()] if known else []

    def find(self, text: str, on: date | None = None) -> str | None:
        """The code, or codes, of what this form or anybody writes; None when nobody knows it, or it is retired."""
        known = self.about.list(on)
        if known is None:
            return text
        several = self.about.format == "codes"
        return known.find_several(text, self._own) if several else known.find(text, self._own)

    def successors(self, text: str, on: date | None) -> list[str] | None:
        """What to write instead of something known that may not be chosen on a day; None where that is not so."""
        known = self.about.list(on)
        found = known.retired(text, self._own) if known else None
        if known is None or found is None:
            return None
        return [self.words.get(code, known.label(code)) for code in found[1]]

    @cached_property
    def _own(self) -> Mapping[str, str]:
        """The codes by the words of this form."""
        return {word: code for code, word in self.words.items()}


class Layout(BaseModel):
    """A list: who it is about line by line, and its columns. `identity` says whether numbers may stand in full."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
    title: Heading
    edition: Heading
    subject: Subject
    use: tuple[Literal["import", "export"], ...] = Key(min_length=1)
    identity: Literal["masked", "full"] = "masked"
    columns: tuple[Column, ...] = Key(min_length=1, max_length=100)
    _text: str = PrivateAttr(default="")

    @property
    def text(self) -> str:
        """The text that it was read from."""
        return self._text

    @cached_property
    def digest(self) -> str:
        """The digest of its text: a job names by it the layout that it began with."""
        return hashlib.sha256(self._text.encode()).hexdigest()

    @cached_property
    def by_field(self) -> Mapping[str, Column]:
        """The columns by what they are about."""
        return {column.field: column for column in self.columns}

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """What each heading, the aliases among them, is about."""
        return {"".join(word.split()): one.field for one in self.columns for word in (one.heading, *one.aliases)}

    @property
    def headings(self) -> list[str]:
        """The headings in the order of the form."""
        return [column.heading for column in self.columns]

    def heading(self, field: str) -> str:
        """What this form calls a field."""
        return self.by_field[field].heading

    @property
    def shows_in_full(self) -> bool:
        """Whether identity numbers stand in full on it."""
        return self.identity == "full" and "id_no" in self.by_field


def read(text: str, file: str) -> Layout:
    """The layout of a text; raise BadLayout with the file and every reason."""
    layout = toml_texts.read(Layout, text, file, _faults, BadLayout)
    layout._text = text
    return layout


def _faults(layout: Layout) -> Iterable[tuple[str, str]]:
    seen: dict[str, str] = {}
    for number, column in enumerate(layout.columns, 1):
        where = f"columns.{number}"
        if column.field not in FIELDS:
            yield (
                where,
                N_("没有“%(field)s”这个字段，可用的有：%(known)s")
                % {
                    "field": column.field,
                    "known": "、".join(FIELDS),
                },
            )
            continue
        if layout.subject == "household" and column.about.subject == "member" and column.field != "phone":
            yield where, N_("按户的表不能有成员的“%(heading)s”一栏") % {"heading": column.heading}
        if unknown := [code for code in column.words if code not in _labels(column)]:
            yield where, N_("代码表里没有“%(code)s”") % {"code": "、".join(unknown)}
        for word in _said_twice(column):
            yield where, N_("“%(word)s”是两个代码的说法，读回来分不清") % {"word": word}
        for word in ("".join(one.split()) for one in (column.heading, *column.aliases)):
            if word in seen:
                yield where, N_("“%(heading)s”已经是另一栏的名称") % {"heading": word}
            seen[word] = column.field
    named = [column.field for column in layout.columns]
    for field in sorted({field for field in named if named.count(field) > 1}):
        yield "columns", N_("字段“%(field)s”只能有一栏") % {"field": field}
    if "import" in layout.use:
        yield from _import_faults(layout, set(named))


def _import_faults(layout: Layout, named: set[str]) -> Iterable[tuple[str, str]]:
    if layout.subject != "member":
        yield "subject", N_("导入的表应按成员一人一行")
    for field in NEEDED:
        if field not in named:
            yield "columns", N_("导入的表缺少字段“%(field)s”") % {"field": field}


def _said_twice(column: Column) -> list[str]:
    """The words that would stand for two codes on this form."""
    if not column.words:
        return []
    said = Counter(column.words.get(code, label) for code, label in _labels(column).items())
    return [word for word, times in said.items() if times > 1]


def _labels(column: Column) -> Mapping[str, str]:
    known = column.about.list()
    return known.labels if known else {}


@cache
def shipped() -> Mapping[str, Layout]:
    """The layouts that come with the program, by id."""
    folder = files("states.exchange").joinpath("layouts")
    texts = sorted((file.name, file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".toml"))
    return {layout.id: layout for layout in (read(text, name) for name, text in texts)}


def household_list() -> Layout:
    """The shipped list of households with their members."""
    return shipped()[HOUSEHOLD_LIST]


def fitting(layouts: Iterable[Layout], headings: Sequence[str]) -> Layout:
    """The layout for taking in that knows most of the headings; the list of households when none knows more."""
    coming_in = [one for one in layouts if "import" in one.use]
    return max(coming_in, key=lambda one: (_hits(one, headings), one.id == HOUSEHOLD_LIST))


def _hits(layout: Layout, headings: Sequence[str]) -> int:
    return sum(heading in layout.fields for heading in headings)
