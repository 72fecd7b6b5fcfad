"""Layouts of lists as data: which columns, in which order, under which headings, in which words.

A national form that changes is a new text, not a new program; a text that would not work is
refused with its file and every reason.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic import Field as Key

from engine.errors import BadInput, Problem
from engine.words import N_
from states.exchange.fields import FIELDS, NEEDED, Field, Subject

Heading = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]
FAULTS = {
    "missing": N_("缺少这一项"),
    "extra_forbidden": N_("没有这一项，请检查拼写"),
    "literal_error": N_("不在可填的值里"),
    "string_pattern_mismatch": N_("只能用小写字母、数字和短横"),
}


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
        known = self.about.list
        if known is None:
            return code
        return "、".join(self.words.get(one) or known.label(one) for one in code.split(",") if one)

    @property
    def choices(self) -> list[str]:
        """What may be written, in the words of this form."""
        return [self.words.get(code, label) for code, label in _labels(self).items()]

    def find(self, text: str) -> str | None:
        """The code, or codes, of what this form or anybody writes; None when nobody knows it."""
        for code, word in self.words.items():
            if text == word:
                return code
        known = self.about.list
        if known is None:
            return text
        return known.find_several(text) if self.about.format == "codes" else known.find(text)


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
    try:
        layout = Layout.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadLayout(Problem(file, N_("不是合格的TOML文件：") + str(error))) from None
    except ValidationError as error:
        raise BadLayout(*(_problem(file, fault) for fault in error.errors())) from None
    if problems := [Problem(f"{file} {where}".strip(), reason) for where, reason in _faults(layout)]:
        raise BadLayout(*problems)
    return layout


def _problem(file: str, fault: Any) -> Problem:
    place = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in fault["loc"])
    return Problem(f"{file} {place}", FAULTS.get(fault["type"], N_("写法不对")))


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


def _labels(column: Column) -> Mapping[str, str]:
    return column.about.list.labels if column.about.list else {}


@cache
def shipped() -> Mapping[str, Layout]:
    """The layouts that come with the program, by id."""
    folder = files("states.exchange").joinpath("layouts")
    texts = sorted((file.name, file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".toml"))
    return {layout.id: layout for layout in (read(text, name) for name, text in texts)}


def household_list() -> Layout:
    """The shipped list of households with their members: the one that is taken in by default."""
    return shipped()["household-list"]


def fitting(layouts: Iterable[Layout], headings: Sequence[str]) -> Layout:
    """The layout for taking in that knows most of the headings; the shipped one when none knows more."""
    best = household_list()
    for layout in layouts:
        if "import" in layout.use and _hits(layout, headings) > _hits(best, headings):
            best = layout
    return best


def _hits(layout: Layout, headings: Sequence[str]) -> int:
    return sum(heading in layout.fields for heading in headings)
