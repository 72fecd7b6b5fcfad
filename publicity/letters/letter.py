"""What a kind of letter is: the fields that the clerk fills in, and what the database says to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.clock import office_day
from engine.errors import BadInput, Problem
from engine.guards import Blocker
from engine.words import N_
from states.issued.paper import Paper
from states.issued.snapshot import Line

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form; `widget` is line, text, day, number or choice, and `choices` are found for the clerk."""

    name: str
    label: str
    widget: str = "line"
    required: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for a letter, at which instant, and with what filled in; `old` is the paper to be replaced, if any."""

    session: Session
    book: Book
    given: Mapping[str, str]
    by: Actor
    at: datetime
    old: int | None = None

    @property
    def today(self) -> date:
        """The office day."""
        return office_day(self.at)

    def said(self, name: str) -> str:
        """What was filled in, without blanks around it."""
        return self.given.get(name, "").strip()

    def day(self, name: str) -> date | None:
        """A day that was filled in; `BadInput` where it is none."""
        try:
            return date.fromisoformat(self.said(name)) if self.said(name) else None
        except ValueError:
            raise BadInput(Problem(name, N_("请写成2021-10-25这样的日期"))) from None

    def lines(self, name: str) -> list[str]:
        """The lines that were filled in, without empty ones."""
        return [line.strip() for line in self.said(name).splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a letter will say, without number and day; `stem` is its kind as the number says it, such as 请.

    `vouches` is the data it stands for and `lines` their households' digests; `blockers` are the reasons against it.
    """

    area: str
    stem: str
    title: str
    values: Mapping[str, Any]
    office: str = ""
    vouches: Mapping[str, Any] = field(default_factory=dict)
    lines: Sequence[Line] = ()
    about: int | None = None
    department: str = ""
    answers: int | None = None
    blockers: Sequence[Blocker] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A kind of letter: its document, who issues it, its fields, and how it is drafted.

    `subject` is the field that the address may name beforehand; `starts_with` fills the form, `choices` finds what can
    be chosen, `afterwards` is what else becomes true with the paper.
    """

    document: str
    by: tuple[str, ...]
    fields: tuple[Field, ...]
    draft: Callable[[Asking], Draft]
    subject: str = ""
    starts_with: Callable[[Asking], Mapping[str, str]] = lambda _: {}
    choices: Callable[[Asking], Mapping[str, Mapping[str, str]]] = lambda _: {}
    afterwards: Callable[[Asking, Paper, Draft], None] = lambda _, __, ___: None


def check(letter: Letter, asking: Asking) -> None:
    """Raise `BadInput` naming every field that is empty or too long."""
    problems = [
        Problem(one.name, N_("请填写“%(field)s”") % {"field": one.label})
        for one in letter.fields
        if one.required and not asking.said(one.name)
    ]
    problems += [Problem(one.name, N_("文字太长")) for one in letter.fields if len(asking.said(one.name)) > LONGEST]
    if problems:
        raise BadInput(*problems)
