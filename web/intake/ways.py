"""The kinds of lists as the pages know them: households with their members, and every kind of `states.intake`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask import url_for

from engine.jobs.job import Sentence
from engine.words import N_
from states import imports
from states.exchange import importing
from states.exchange.layouts import HOUSEHOLD_LIST
from states.exchange.lots import take_lots
from states.exchange.site_layouts import in_force
from states.imports import Preview
from states.intake import background, kinds, taking
from states.intake.kind import Ask, Asking, Kind
from states.intake.looking import HOUSEHOLDS
from states.intake.taking import Looked
from states.packs import store as packs
from states.roles import Permission
from states.workbooks import Sheet
from web import now, only_once, who
from web.database import reading, work
from web.site import site

BACK = {
    "income": "income.index", "work": "livelihood.index", "training": "livelihood.training", "help": "help.index",
    "coordinates": "grids.index", "figures": "totals.index", "members": "changes.index", "warnings": "leads.pushed",
    "problems": "problems.index",
    HOUSEHOLDS: "register.index",
}  # fmt: skip
"""Where one goes from a list, by its kind."""
SHOWS: Mapping[str, dict[str, Any]] = {"help": {"kind": "outside"}}
"""Which part of the page is meant, where it has several."""
TAKEN = N_("已入库%(taken)s条")
TAKEN_HOUSEHOLDS = N_("已导入%(households)s户%(members)s人")


class Way(Protocol):
    """One kind of list: what its pages say, how it is looked through, how it comes in."""

    @property
    def id(self) -> str:
        """Its name in addresses."""

    @property
    def title(self) -> str:
        """Its name for people."""

    @property
    def hint(self) -> str:
        """What the file has to be like."""

    @property
    def needs(self) -> Permission:
        """Who may take one in."""

    @property
    def asks(self) -> Sequence[Ask]:
        """What is stated beside the file."""

    def blank(self) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
        """The headings and example lines of the empty form."""

    def look(self, data: bytes, name: str, stated: Mapping[str, str]) -> tuple[Looked | Preview, Sheet]:
        """Look a file through; raises `BadWorkbook`."""

    def take(self, looked: Any, stated: Mapping[str, str], *, good: bool) -> Sentence:
        """Take in what was looked at, and say what came in; raises `ImportRefused`."""

    def job(self, params: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """The job that takes a long one in: its kind and its parameters."""


@dataclass(frozen=True, slots=True)
class Homes:
    """Households with their members."""

    id: str = HOUSEHOLDS
    title: str = N_("农户名单")
    hint: str = N_("xlsx、xls或csv，每人一行；必须有村民小组、姓名、与户主关系、证件号码四栏，栏目次序不限")
    needs: Permission = Permission.IMPORT
    asks: tuple[Ask, ...] = ()

    def blank(self) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
        """The headings of the empty form."""
        with reading() as db:
            layout = in_force(db)[HOUSEHOLD_LIST]
        return [column.heading for column in layout.columns if column.about.comes_in], ()

    def look(self, data: bytes, name: str, _stated: Mapping[str, str]) -> tuple[Preview, Sheet]:
        """Look a file through; raises `BadWorkbook`."""
        with reading() as db:
            sheet = imports.read(data, name, in_force(db).values())
            return imports.preview(db, sheet, who.actor(), on=now.today()), sheet

    def take(self, looked: Preview, _stated: Mapping[str, str], *, good: bool) -> Sentence:  # noqa: ARG002 - lots do
        """Take the good households in; raises `ImportRefused`."""
        by, at = who.actor(), now.now()
        with reading() as db:
            definition = packs.in_force(db, by.area, now.today()).definition
        done = take_lots(site().db, looked, definition, by, at)
        return Sentence(TAKEN_HOUSEHOLDS, {"households": done.households, "members": done.members})

    def job(self, params: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """The job of households, by the forms and codes of this day."""
        with reading() as db:
            layouts = [one.digest for one in in_force(db).values() if "import" in one.use]
        began = {"layouts": layouts, "on": now.today().isoformat()}
        return importing.KIND, {name: params[name] for name in ("digest", "name", "good")} | began


@dataclass(frozen=True, slots=True)
class Lines:
    """A kind of list of `states.intake`."""

    kind: Kind[Any]

    @property
    def id(self) -> str:
        """Its name in addresses."""
        return self.kind.id

    @property
    def title(self) -> str:
        """Its name for people."""
        return self.kind.title

    @property
    def hint(self) -> str:
        """What the file has to be like."""
        return self.kind.hint

    @property
    def needs(self) -> Permission:
        """Who may take one in."""
        return self.kind.needs

    @property
    def asks(self) -> Sequence[Ask]:
        """What is stated beside the file."""
        return self.kind.asks

    def blank(self) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
        """The headings and a made-up line."""
        return self.kind.blank()

    def look(self, data: bytes, name: str, stated: Mapping[str, str]) -> tuple[Looked, Sheet]:
        """Look a file through; raises `BadWorkbook`."""
        sheet = taking.read(self.kind, data, name)
        with reading() as db:
            return taking.preview(db, self.kind, sheet, Asking(who.actor(), now.now(), stated)), sheet

    def take(self, looked: Looked, stated: Mapping[str, str], *, good: bool) -> Sentence:
        """Take everything good in, once for each form; raises `ImportRefused`."""
        asking = Asking(who.actor(), now.now(), stated)
        with work() as db:
            told = only_once.carry_out(
                db, lambda: {"taken": taking.take(db, self.kind, looked, asking, good=good).taken}
            )
        return Sentence(TAKEN, told)

    def job(self, params: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """The job of lists."""
        return background.TAKE, dict(params)


def back(way: Way) -> str:
    """The page that one goes to from a list."""
    return url_for(BACK[way.id], **SHOWS.get(way.id, {}))


def find(name: str) -> Way:
    """The kind of that name; raises `NotFound`."""
    return Homes() if name == HOUSEHOLDS else Lines(kinds.find(name))


def everything() -> list[Way]:
    """Every kind of list."""
    return [Homes(), *(Lines(kind) for kind in kinds.KINDS.values())]
