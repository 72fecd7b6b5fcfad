"""The kinds of help, as data in editions (BZ08): a place that counts other kinds, or from a year on, gets its own."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from engine.words import N_

RISKS = {
    "illness": N_("因病"),
    "schooling": N_("因学"),
    "disability": N_("因残"),
    "disaster": N_("因自然灾害"),
    "accident": N_("因意外事故"),
    "project": N_("因产业（项目）失败"),
    "work": N_("因务工就业不稳"),
    "labour": N_("缺劳动力"),
    "housing": N_("因安全住房"),
    "water": N_("因安全饮水"),
    "other": N_("其他风险"),
}
DISASTERS = {
    "flood": N_("洪涝灾害"),
    "landslide": N_("地质灾害"),
    "drought": N_("旱灾"),
    "pest": N_("生物灾害"),
    "weather": N_("气象灾害"),
    "earthquake": N_("地震灾害"),
    "other": N_("其他灾害"),
}


@dataclass(frozen=True, slots=True)
class HelpKind:
    """One kind of help: its name, whether it develops or replaces labour, and which risks it usually answers."""

    code: str
    label: str
    development: bool = False
    safety_net: bool = False
    risks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """A list of kinds, the places where it holds, and from which day on."""

    id: str
    title: str
    kinds: dict[str, HelpKind]
    places: tuple[str, ...] = ("",)
    since: date = date.min

    def find(self, text: str) -> str | None:
        """The code of a kind by its code or name; None when nobody knows it."""
        said = text.strip()
        return next((kind.code for kind in self.kinds.values() if said in (kind.code, kind.label)), None)


def editions_of(text: str) -> list[Edition]:
    """The editions written in a TOML text."""
    return [
        Edition(
            row["id"],
            row["title"],
            {name: HelpKind(name, **{**facts, "risks": tuple(facts["risks"])}) for name, facts in row["kinds"].items()},
            tuple(row.get("places", ("",))),
            row.get("from", date.min),
        )
        for row in tomllib.loads(text)["edition"]
    ]


def edition(area: str, on: date, known: list[Edition] | None = None) -> Edition:
    """The edition that holds at a place on a day: that of the narrowest place, the newest of these."""
    fitting = [
        (len(place), one.since, one)
        for one in known or shipped()
        for place in one.places
        if area.startswith(place) and one.since <= on
    ]
    return max(fitting, key=lambda row: row[:2])[2]


@cache
def shipped() -> list[Edition]:
    """The editions that come with the program."""
    return editions_of(files("states.help").joinpath("kinds.toml").read_text(encoding="utf-8"))
