"""The ledgers outside: whose they are, what a line is about, and which of our columns theirs mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from engine.actors import Actor
from engine.errors import NotFound
from engine.words import N_
from states.evidence.reviews import DEPARTMENTS
from states.reconciliation.cells import Field
from states.reconciliation.ledger_files import field_of, tables

FILE = "ledgers.toml"
PRESENCE = "listed"
"""The field that stands for the line itself: whether somebody is there at all."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger that a department keeps or a system exports.

    `expects` are the columns with the values by which one of ours must be in it; None when nobody must. A line about
    a household is named by its number, or `named_by` "head". `against` is the ledger whose last file stands in our
    place: one system laid against another.
    """

    id: str
    title: str
    subject: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    department: str = ""
    system: str = ""
    expects: Mapping[str, frozenset[str]] | None = None
    open_roll: bool = False
    named_by: str = "number"
    against: str = ""

    @property
    def source(self) -> str:
        """The department or system it comes from."""
        return DEPARTMENTS.get(self.department, "") or self.system

    @property
    def headings(self) -> frozenset[str]:
        """Every heading that may stand over its columns."""
        return frozenset({*self.key, *(heading for field in self.fields for heading in field.headings)})

    @property
    def names_people(self) -> bool:
        """Whether a line is named by a person's identity number."""
        return self.subject == "member" or self.named_by == "head"

    def field(self, name: str) -> Field | None:
        """The field of that name; None for the line itself and for a field of an earlier edition."""
        return next((field for field in self.fields if field.name == name), None)

    def title_of(self, name: str) -> str:
        """What people call a field."""
        field = self.field(name)
        return field.title if field else N_("是否在册") if name == PRESENCE else name

    def shown(self, name: str, value: str) -> str:
        """A value of a field in the words of the form; whether the line is there for the line itself."""
        if name == PRESENCE:
            return N_("在册") if value else N_("没有")
        field = self.field(name)
        return field.shown(value) if field else value

    def is_for(self, by: Actor) -> bool:
        """Whether this person has to do with it: a department only with its own."""
        return by.role != "department" or (bool(by.department) and by.department == self.department)


def load(text: str, file: str = FILE) -> tuple[Ledger, ...]:
    """The ledgers of a file; raises `BadInput` naming the file, the ledger, and every reason."""
    return tuple(_ledger(name, table) for name, table in tables(text, file).items())


@cache
def shipped() -> tuple[Ledger, ...]:
    """The ledgers that come with the program, in their order."""
    return load(files("states.reconciliation").joinpath(FILE).read_text(encoding="utf-8"))


@cache
def by_id() -> Mapping[str, Ledger]:
    """The same by their ids."""
    return {ledger.id: ledger for ledger in shipped()}


def ledgers(by: Actor) -> tuple[Ledger, ...]:
    """The ledgers that this person has to do with."""
    return tuple(ledger for ledger in shipped() if ledger.is_for(by))


def find(ledger_id: str, by: Actor) -> Ledger:
    """One of them; raises `NotFound` also for another department's."""
    found = by_id().get(ledger_id)
    if found is None or not found.is_for(by):
        raise NotFound("ledger", ledger_id)
    return found


def _ledger(name: str, table: Mapping[str, Any]) -> Ledger:
    expects = table.get("expects")
    return Ledger(
        name,
        table["title"],
        table["subject"],
        tuple(table["key"]),
        tuple(field_of(part, table["subject"]) for part in table["fields"]),
        table.get("department", ""),
        table.get("system", ""),
        None if expects is None else {column: frozenset(values) for column, values in expects.items()},
        bool(table.get("open_roll", False)),
        table.get("named_by", "number"),
        table.get("against", ""),
    )
