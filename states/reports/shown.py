"""The list behind a figure as pages and files show it: from the parameters of an address to its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import NotFound
from states.help.quarters import quarter_of
from states.quality.rulebook import shipped
from states.reports.book import find
from states.reports.figure import PAGE, Asked, Figure, Row, asking, counted, listed
from states.reports.period import Period, of_quarter

START = (0, "")
USUAL = "registered"


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and where to go on; empty at the end."""

    rows: Sequence[Row]
    after: str


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the rows of a figure, or of some of its parts."""

    figure: Figure
    asked: Asked
    parts: tuple[str, ...]
    labels: Mapping[str, str]

    @property
    def area(self) -> str:
        """The place that is looked at."""
        return self.asked.area

    @property
    def title(self) -> str:
        """The figure with its parts in words."""
        told = "、".join(self.labels.get(part, part) for part in self.parts)
        return f"{self.figure.title}（{told}）" if told else self.figure.title

    def total(self) -> int:
        """How many rows there are."""
        return counted(self.figure, self.asked).of(*self.parts)

    def page(self, after: tuple[int, str] = START, limit: int = PAGE) -> Page:
        """The next rows, what they tell in words."""
        found = listed(self.figure, self.asked, self.parts, after, limit + 1)
        last = found[limit - 1] if len(found) > limit else None
        return Page([self._told(row) for row in found[:limit]], f"{last.key}-{last.part}" if last else "")

    def _told(self, row: Row) -> Row:
        return replace(row, part=self.labels.get(row.part, row.part), what=_rules().get(row.what, row.what))


def look(session: Session, sent: Mapping[str, str], by: Actor, today: date) -> Look:
    """What an address asks: figure, part (several with commas), area, since, until; the present quarter by default.

    Raises `NotFound` for what there is not.
    """
    figure = find(sent.get("figure") or USUAL, by)
    usual = of_quarter(quarter_of(today))
    try:
        days = sent.get("since") or usual.first_on.isoformat(), sent.get("until") or usual.last_on.isoformat()
        period = Period(*map(date.fromisoformat, days))
    except ValueError:
        raise NotFound("period", sent.get("since", "")) from None
    asked = asking(session, by, sent.get("area", "") or by.area, period, today)
    labels = figure.parts(asked)
    return Look(figure, asked, tuple(one for one in sent.get("part", "").split(",") if one), labels)


@cache
def _rules() -> Mapping[str, str]:
    return {one.code: one.title for one in shipped().rules}


def place_of(text: str) -> tuple[int, str]:
    """Where a page begins, as an address says it; the start for nonsense."""
    number, _, part = text.partition("-")
    return (int(number), part) if number.isdecimal() and len(number) < 16 else START
