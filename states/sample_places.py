"""Invented townships for training, demonstration and tests: one where each plan that is shipped holds."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from states.regions import Region, region

GROUPS = {"01": "一组", "02": "二组", "03": "三组", "04": "四组"}
HOURS, VILLAGE_HOURS = "工作日8:30—12:00，14:30—18:00", "工作日9:00—17:00"


@dataclass(frozen=True, slots=True)
class Township:
    """A made-up township: its code, the names of the places above it and its own, its villages by code.

    `ages_on` is the day as of which its people are as old as the sample makes them; `earlier_on` are the days
    on which, before the plan that holds there, households were taken in, left and came back; `letters` is what
    the county's decisions are numbered under.
    """

    code: str
    letters: str
    ages_on: date
    earlier_on: tuple[date, date, date]
    names: dict[str, str]
    villages: dict[str, str]
    phone: str

    @property
    def name(self) -> str:
        """What the township is called."""
        return self.names[self.code]

    @property
    def county(self) -> str:
        """The code of its county."""
        return self.code[:6]

    def regions(self) -> Iterator[Region]:
        """Its places, from the province to the groups."""
        for code, name in self.names.items():
            place = region(code, name)
            if code == self.code:
                place.phone, place.address, place.contact_hours = self.phone, f"{name}便民服务大厅", HOURS
            yield place
        for number, (village, name) in enumerate(self.villages.items(), 1):
            phone = f"{self.phone[:-3]}{200 + number}"
            yield region(village, name, phone=phone, address=f"{name}村委会", contact_hours=VILLAGE_HOURS)
            yield from (region(village + one, group) for one, group in GROUPS.items())


@cache
def townships() -> tuple[Township, ...]:
    """All townships of the file; the first is where everything plays that names no other."""
    text = (resources.files("states") / "sample_places.toml").read_text("utf-8")
    return tuple(
        Township(
            row["code"],
            row["letters"],
            row["ages_on"],
            tuple(row["earlier_on"]),
            row["names"],
            {f"{row['code']}{200 + number}": name for number, name in enumerate(row["villages"], 1)},
            row["phone"],
        )
        for row in tomllib.loads(text)["township"]
    )


def inside(places: Collection[str]) -> Township:
    """The township that lies in one of these areas, or the first one where the areas say nothing narrower.

    Raises KeyError when no township lies there.
    """
    found = [one for one in townships() if any(one.code.startswith(place) for place in places)]
    if not found:
        raise KeyError("、".join(places))
    return found[0]


def holding(area: str) -> Township:
    """The township that holds an area or lies in it; raises KeyError."""
    for one in townships():
        if area.startswith(one.code) or one.code.startswith(area):
            return one
    raise KeyError(area)


def letters_of(area: str) -> str:
    """What the decisions of a place are numbered under; the first township's letters where no township lies."""
    return next((one.letters for one in townships() if area.startswith(one.county)), townships()[0].letters)
