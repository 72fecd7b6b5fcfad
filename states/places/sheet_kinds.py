"""The yearly sheets of places by kind: village, lifted-out village, work team, township (TZ09, TZ10, TZ11)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Literal

from engine.errors import NotFound
from engine.words import N_

VILLAGE, LIFTED, TEAM, TOWNSHIP = "village", "lifted_out_village", "work_team", "township"
MOST, LONGEST = Decimal(1_000_000), 60
YES_NO = {"yes": N_("是"), "no": N_("否")}
HINTS = {
    "number": N_("请填写0至1000000的数，户数和个数为整数，面积最多两位小数"),
    "money": N_("请填写0至1000000的数，最多两位小数"),
    "yes-no": N_("请选“是”或“否”"),
    "text": N_("文字太长"),
}
SECTIONS = {"households": N_("户数"), "land": N_("土地"), "facility": N_("设施和服务")}
"""What the parts of a village's own sheet are called."""


@dataclass(frozen=True, slots=True)
class SheetKind:
    """A kind of sheet: what it is called, of which level its places are, and whether every place of it owes one.

    Where not every one does, the places that do are marked (`states.places.expected`).
    """

    name: str
    title: str
    level: Literal["village", "township"]
    basis: str
    everywhere: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a sheet asks: its part, how it is written, and the fact that it cannot be above."""

    name: str
    label: str
    section: str
    type: Literal["number", "money", "yes-no", "text"] = "number"
    not_above: str = ""

    def read(self, written: str) -> str | None:
        """What is kept for an answer; None where it cannot be."""
        if self.type == "text":
            return written if len(written) <= LONGEST else None
        if self.type == "yes-no":
            return next((code for code, label in YES_NO.items() if written in (code, label)), None)
        number = _number(written, whole=self.type == "number")
        return None if number is None else str(number)

    def told(self, kept: str) -> str:
        """What is kept, for people."""
        return YES_NO.get(kept, kept) if self.type == "yes-no" else kept


KINDS: Mapping[str, SheetKind] = {
    one.name: one
    for one in (
        SheetKind(VILLAGE, N_("行政村信息"), "village", "TZ11"),
        SheetKind(LIFTED, N_("脱贫村信息"), "village", "TZ09", everywhere=False),
        SheetKind(TEAM, N_("驻村工作队信息"), "village", "TZ09", everywhere=False),
        SheetKind(TOWNSHIP, N_("乡镇信息"), "township", "TZ10"),
    )
}


def find(name: str) -> SheetKind:
    """The kind of that name; raises `NotFound`."""
    if name not in KINDS:
        raise NotFound("sheet-kind", name)
    return KINDS[name]


@cache
def asked(kind: str) -> Mapping[str, Fact]:
    """Everything that a kind of sheet asks, by its name, in the order of the sheet."""
    if kind == VILLAGE:
        return {name: _of_village(name, one) for name, one in _toml("village_facts.toml").items()}
    return {name: Fact(name, **one) for name, one in _toml("sheet_facts", f"{kind}.toml").items()}  # type: ignore[arg-type]


def _of_village(name: str, told: dict[str, str]) -> Fact:
    """The village's sheet says of what kind its numbers are; only land has decimals."""
    return Fact(name, told["label"], SECTIONS[told["kind"]], "money" if told["kind"] == "land" else "number")


def _toml(*path: str) -> dict[str, dict[str, str]]:
    return tomllib.loads(files("states.places").joinpath(*path).read_text("utf-8"))


def _number(text: str, *, whole: bool) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or not 0 <= number <= MOST:
        return None
    places = int(number.normalize().as_tuple().exponent)
    return number if places >= (0 if whole else -2) else None
