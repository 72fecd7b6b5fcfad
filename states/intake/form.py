"""The forms of lists that come as files: one TOML file for each kind, read as the layouts of households are.

A column says under which headings it may stand, how its cells are written, and whether merged cells share it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

from states.exchange import layouts
from states.exchange.fields import Field, Format, Subject
from states.exchange.layouts import Layout

Written = Literal[
    "text", "name", "number", "identity", "code", "date", "first-day", "last-day", "money", "whole", "degrees", "yes-no"
]
"""How cells are written. `first-day` and `last-day` are days, of which a month may be all that is told."""

OURS: Mapping[Written, Format] = {
    "name": "name", "number": "number", "identity": "identity", "code": "code", "date": "date",
}  # fmt: skip
"""Those that lists of households know, too."""


class Column(layouts.Column):
    """A column; `shared` is what the lines of one household or place may have in one merged cell.

    `choices` names the code list of a code, `most` is the greatest number or amount.
    """

    format: Written = "text"
    codes: str = ""
    longest: int = 60
    most: int = 0
    shared: bool = False
    example: str = ""

    @property
    def about(self) -> Field:
        """How the reader of lists is to take it."""
        subject: Subject = "household" if self.shared else "member"
        return Field(subject, OURS.get(self.format, "text"), self.codes, self.longest)


class Form(Layout):
    """A kind of list: its columns in the order of the blank form."""

    edition: str = "1"
    subject: Subject = "member"
    use: tuple[Literal["import", "export"], ...] = ("import",)
    columns: tuple[Column, ...]

    @cached_property
    def words(self) -> Collection[str]:
        """Every heading that may be expected."""
        return frozenset(self.fields)

    @property
    def examples(self) -> list[str]:
        """A made-up line, in the order of the headings."""
        return [column.example for column in self.columns]


@cache
def form(name: str) -> Form:
    """The form of that name; raises pydantic's error for one that is badly written."""
    text = files("states.intake").joinpath("forms", f"{name}.toml").read_text("utf-8")
    return Form.model_validate(tomllib.loads(text))
