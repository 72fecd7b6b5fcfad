"""What a drafted report is made of: parts with sentences, tables, and in both the figures with their sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from states.reports.period import Period


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was counted: its name, the parts of it (all without any), the place and the period."""

    figure: str
    parts: tuple[str, ...]
    area: str
    period: Period

    @property
    def asked(self) -> dict[str, str]:
        """What asks for the list of its rows, by the names that addresses use."""
        days = {"since": self.period.first_on.isoformat(), "until": self.period.last_on.isoformat()}
        part = {"part": ",".join(self.parts)} if self.parts else {}
        return {"figure": self.figure, **part, "area": self.area, **days}


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a sentence or a cell; a figure that is not nothing carries its source."""

    text: str
    source: Source | None = None


Said = tuple[Word, ...]
"""A sentence or paragraph."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or several under one heading."""

    title: str
    below: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many columns of cells it takes."""
        return max(1, len(self.below))


@dataclass(frozen=True, slots=True)
class Table:
    """A table that goes along as an attachment: its title, columns, and rows of cells; `wide` lies on its side."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Word, ...], ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the text: its name for keeping what people write into it, its heading, and what the data say."""

    name: str
    heading: str
    said: Sequence[Said] = ()
    asks: str = ""
    """What people are asked to write here."""


@dataclass(frozen=True, slots=True)
class Text:
    """What people wrote into a part, and which version that is; 0 before anything was written."""

    text: str = ""
    version: int = 0

    @property
    def paragraphs(self) -> list[str]:
        """Its paragraphs."""
        return self.text.splitlines()


@dataclass(frozen=True, slots=True)
class Draft:
    """A report of a kind about a place and a period, as the data and people's words make it today."""

    kind: str
    area: str
    period: Period
    title: tuple[str, ...]
    to: str
    issuer: str
    parts: Sequence[Part]
    tables: Sequence[Table]
    texts: dict[str, Text] = field(default_factory=dict)

    @property
    def figures(self) -> list[tuple[Source, int]]:
        """Every figure of the text and the tables with what it says."""
        words = [word for part in self.parts for said in part.said for word in said]
        words += [cell for table in self.tables for row in table.rows for cell in row]
        return [(word.source, int(word.text)) for word in words if word.source]
