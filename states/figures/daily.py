"""What was so at the end of each closed day, by place: kept once, told again for ever, made anew from the ledger.

`household.STATE` and `finding.STATE` are how many stood there at 24:00; `move.NAME` is how many households made that
move on the day, `false` how many corrections of data proved on the day not to be any. Places are those of the day: a
household that went elsewhere later is still counted where it lay then. A row named `CLOSED` says that a day is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Date, Select, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.areas import code, within
from engine.db import Base

CLOSED, FALSE, MOVE = "", "false", "move."
LENGTHS = (4, 6, 9, 12)
"""The lengths of the codes of the places whose figures are kept: a prefecture, county, township, village."""
VILLAGE = 12


class DailyFigure(Base):
    """One figure of a place at the end of a day; nothing is kept of what is none."""

    __tablename__ = "daily_figure"

    name: Mapped[str] = mapped_column(String(48), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    place: Mapped[str] = mapped_column(code(14), primary_key=True)
    value: Mapped[int]


def is_of_one_day(name: str) -> bool:
    """Whether a figure counts what happened on a day, and not what stood at its end."""
    return name == FALSE or name.startswith(MOVE)


def kept_until(session: Session) -> date | None:
    """The last day that is kept; None before the first."""
    return session.scalar(select(func.max(DailyFigure.day)).where(DailyFigure.name == CLOSED))


def of_place(session: Session, area: str, days: Collection[date], names: Sequence[str]) -> dict[date, Counter[str]]:
    """The figures of a place on those of the days that are kept."""
    query = _of(area, names).where(DailyFigure.day.in_(sorted(days)))
    found: dict[date, Counter[str]] = {}
    for day, _place, name, value in session.execute(query):
        found.setdefault(day, Counter())[name] += value
    return found


def of_parts(session: Session, area: str, length: int, day: date, names: Sequence[str]) -> dict[str, Counter[str]]:
    """The figures of the places inside an area whose codes have a length, on a day that is kept."""
    found: dict[str, Counter[str]] = {}
    for place, name, value in session.execute(_inside(area, length, names).where(DailyFigure.day == day)):
        found.setdefault(place, Counter())[name] += value
    return found


def summed(session: Session, area: str, length: int, since: date, until: date, name: str) -> Counter[str]:
    """What happened from a day to another, both kept, by place."""
    query = _inside(area, length, [name]).where(DailyFigure.day.between(since, until))
    found: Counter[str] = Counter()
    for place, _name, value in session.execute(query):
        found[place] += value
    return found


def _of(area: str, names: Sequence[str]) -> Select[date, str, str, int]:
    query = select(DailyFigure.day, DailyFigure.place, DailyFigure.name, DailyFigure.value)
    query = query.where(DailyFigure.name.in_(names))
    if len(area) in LENGTHS:
        return query.where(DailyFigure.place == area)
    return query.where(within(DailyFigure.place, area), func.length(DailyFigure.place) == LENGTHS[0])


def _inside(area: str, length: int, names: Sequence[str]) -> Select[str, str, int]:
    query = select(DailyFigure.place, DailyFigure.name, DailyFigure.value).where(DailyFigure.name.in_(names))
    return query.where(within(DailyFigure.place, area), func.length(DailyFigure.place) == length)
