"""What reports drafted from the data have in common: parts of text, tables as attachments, figures with their lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from publicity.documents.values import ROWS, Address, Text, Values

NUMERALS = "一二三四五六七八九十"
LONGEST = 4000
"""So many characters a paragraph may have."""


class Piece(Values):
    """A piece of a sentence or a cell; `link` leads to the list from which a figure was counted."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)] = Field(title="文字")
    link: Address | None = Field(default=None, title="来源")


class Said(Values):
    """A paragraph."""

    pieces: Sequence[Piece] = Field(min_length=1, max_length=600, title="文字")


class Part(Values):
    """A part of the text under its heading."""

    heading: Text = Field(title="标题")
    paragraphs: Sequence[Said] = Field(min_length=1, max_length=60, title="段落")


class Column(Values):
    """A column, or several under one heading."""

    title: Text = Field(title="栏目")
    below: Sequence[Text] = Field(default=(), max_length=12, title="分栏")

    @property
    def width(self) -> int:
        """How many columns of cells it takes."""
        return max(1, len(self.below))


class Row(Values):
    """A row of cells."""

    cells: Sequence[Piece] = Field(min_length=1, max_length=40, title="单元格")


class Table(Values):
    """A table, an attachment of its own; a wide one lies on its side."""

    title: Text = Field(title="表名")
    columns: Sequence[Column] = Field(min_length=1, max_length=40, title="栏目")
    rows: Sequence[Row] = Field(min_length=1, max_length=ROWS, title="行")
    wide: bool = Field(default=False, title="横排")

    @property
    def grouped(self) -> bool:
        """Whether its head has two lines."""
        return any(one.below for one in self.columns)

    @property
    def width(self) -> int:
        """How many columns of cells there are."""
        return sum(one.width for one in self.columns)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if any(len(row.cells) != self.width for row in self.rows):
            raise ValueError("有的行和栏目对不上")
        return self


class Report(Values):
    """A report or circular; `number` is the one it was issued under, None while it is a draft."""

    number: Text | None = Field(default=None, title="发文字号")
    title: Sequence[Text] = Field(min_length=1, max_length=4, title="标题")
    to: Text = Field(title="主送")
    parts: Sequence[Part] = Field(min_length=1, max_length=10, title="正文")
    tables: Sequence[Table] = Field(default=(), max_length=9, title="附表")
    issuer: Annotated[str, StringConstraints(min_length=2, max_length=26)] = Field(title="署名单位")
    issued_on: date = Field(title="成文日期")

    def dated_on(self) -> date:
        """The day of issue."""
        return self.issued_on

    @property
    def headings(self) -> list[str]:
        """一、 and so on before the heading of each part."""
        return [f"{NUMERALS[at]}、{part.heading}" for at, part in enumerate(self.parts)]
