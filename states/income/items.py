"""Income items in editions: what they are called, on whom they are written down, and how they count.

Editions are data (`items.toml`), so that a form that changes from year to year needs no code (TZ08, TZ24, HT03).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

NET, DISPOSABLE, REFERENCE = MEASURES = ("net", "disposable", "reference")
"""纯收入, 可支配收入, and the 收入参考范围 that takes compensation and out-of-pocket spending into account."""

COSTS = ("business_cost", "transfer_cost", "out_of_pocket")


@dataclass(frozen=True, slots=True)
class Item:
    """One item; `import_only` says that staff cannot type it (TZ24)."""

    code: str
    label: str
    group: str
    per: str
    aliases: tuple[str, ...]
    import_only: bool


@dataclass(frozen=True, slots=True)
class Edition:
    """The items of one edition by code, in the order of the form."""

    name: str
    title: str
    items: Mapping[str, Item]

    def typed(self, per: str) -> list[Item]:
        """The items that staff type for a person or for the household."""
        return [item for item in self.items.values() if item.per == per and not item.import_only]

    @property
    def headings(self) -> dict[str, Item]:
        """Every heading that means an item; what an older edition called otherwise is an alias."""
        return {word: item for item in self.items.values() for word in (item.label, *item.aliases)}


@cache
def edition(name: str) -> Edition:
    """The edition of that name; raises KeyError."""
    told = _file()["edition"][name]
    items = {
        code: Item(code, one["label"], one["group"], one["per"], tuple(one["aliases"]), _imported(told, one))
        for code, one in told["item"].items()
    }
    return Edition(name, told["title"], items)


def editions() -> tuple[str, ...]:
    """The names of all editions, the oldest first."""
    return tuple(sorted(_file()["edition"]))


def edition_of(year: int) -> str:
    """The edition in use in a year: the newest that is not younger than the year, else the oldest there is."""
    return max((name for name in editions() if int(name) <= year), default=editions()[0])


def groups() -> dict[str, str]:
    """The names of the groups, in the order of the form."""
    return dict(_file()["groups"])


def layout(name: str) -> dict[str, str]:
    """The columns of a layout: heading to field, in order."""
    return dict(_file()["layout"][name])


def measure(name: str, sums: Mapping[str, Decimal]) -> Decimal:
    """One measure of income from the sums of the groups, in yuan."""
    counted: dict[str, int] = _file()["counted"][name]
    return sum((sign * sums.get(group, Decimal(0)) for group, sign in counted.items()), Decimal(0))


def _imported(told: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    return one["group"] in told["import_only"]


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files("states.income").joinpath("items.toml").read_text(encoding="utf-8"))
