"""How many left the list this year and how: by move, by the way their risk went, by the help they had (HT14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.actors import Actor
from states.figures.scope import Scope
from states.reports.book import FIGURES
from states.reports.figure import asking, counted
from states.reports.period import Period

SHOWN = ("decided", "freed-modes", "freed-helped", "freed-risks")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a figure: its code, what it is called, and how many there are."""

    code: str
    label: str
    n: int


@dataclass(frozen=True, slots=True)
class Left:
    """A figure of those who came and left, with its parts, the most frequent first."""

    figure: str
    title: str
    unit: str
    parts: Sequence[Part]


def left_by_way(session: Session, by: Actor, here: Scope) -> list[Left]:
    """What was decided since the year began, and how those left who no longer need it; empty figures are left out."""
    asked = asking(session, by, here.area, this_year(here.today), here.today)
    found = []
    for name in SHOWN:
        figure = FIGURES[name]
        counts, labels = counted(figure, asked), figure.parts(asked)
        parts = [Part(code, labels.get(code, code), counts.of(code)) for code in counts.parts]
        if parts:
            found.append(Left(name, figure.title, figure.unit, parts))
    return found


def this_year(today: date) -> Period:
    """From the first day of the year to today."""
    return Period(date(today.year, 1, 1), today)
