"""The plan of training: what the pack says of ways and contents, and which places have it in which month (BZ13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.words import N_
from states.packs.room_parts import Training, TrainingWay
from states.packs.store import in_force

WAYS = {
    "lecture": TrainingWay(title=N_("集中培训")),
    "on_site": TrainingWay(title=N_("现场会")),
    "at_homes": TrainingWay(title=N_("实地入户")),
    "attachment": TrainingWay(title=N_("跟班学习"), least="1 months", most="2 months"),
    "rotation": TrainingWay(title=N_("轮训")),
}
"""The ways where the plan in force names none."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A place that has its training in a month: by the plan, in so many villages at least."""

    month: str
    place: str
    name: str
    villages: int
    basis: str

    @property
    def quarter(self) -> str:
        """The quarter in which its month lies, as 2022-Q1."""
        return quarter_of(date.fromisoformat(f"{self.month}-01"))


def training(session: Session, area: str, on: date) -> Training:
    """What the plan in force at a place says of training; nothing where no plan holds."""
    try:
        return in_force(session, area, on).file.training
    except NotFound:
        return Training()


def ways(session: Session, area: str, on: date) -> dict[str, TrainingWay]:
    """The ways of training that may be chosen there, by code."""
    return dict(training(session, area, on).ways) or dict(WAYS)


def planned(session: Session, area: str, on: date) -> list[Planned]:
    """The places inside an area, or around it, that the plan gives a training, in the order of months."""
    rows = [
        Planned(one.month, place, name, one.villages, one.basis)
        for one in training(session, area, on).round
        for place, name in one.places.items()
        if place.startswith(area) or area.startswith(place)
    ]
    return sorted(rows, key=lambda row: (row.month, row.place))


def quarter_of(day: date) -> str:
    """The quarter of a day, as 2022-Q1."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def days_of(quarter: str) -> tuple[date, date]:
    """The first day of a quarter, and the first day after it."""
    year, number = int(quarter[:4]), int(quarter[6:])
    after = date(year + 1, 1, 1) if number == 4 else date(year, number * 3 + 1, 1)
    return date(year, number * 3 - 2, 1), after


def is_quarter(text: str) -> bool:
    """Whether a text names a quarter."""
    return len(text) == 7 and text[:4].isdecimal() and text[4:6] == "-Q" and text[6:] in ("1", "2", "3", "4")
