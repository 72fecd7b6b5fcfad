"""The ledgers outside: whose they are, what a line is about, and which of our columns theirs mean."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Any

from engine.actors import Actor
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.evidence.reviews import DEPARTMENTS
from states.reconciliation.cells import Field, Tolerance
from states.reconciliation.figures import BY_NAME

FILE = "ledgers.toml"
PRESENCE = "listed"
"""The field that stands for the line itself: whether somebody is there at all."""

COLUMNS: dict[str, dict[str, str]] = {
    "household": {
        "head_name": "", "kind": "household_kind", "category": "category", "phone": "", "address": "",
        "identified_on": "",
    },
    "member": {
        "name": "", "sex": "sex", "id_kind": "id_kind", "id_no": "", "birth_on": "", "relation": "relation",
        "ethnicity": "ethnicity", "education": "education", "school": "school", "health": "health",
        "labour": "labour", "phone": "", "joined_on": "",
    },
}  # fmt: skip
"""Our columns that can be compared, with the code list that each is written in."""

KEYS = frozenset({"title", "department", "system", "subject", "key", "expects", "open_roll", "fields"})
PARTS = frozenset({"name", "headings", "codes", "figure", "tolerance"})


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger that a department keeps or a system exports.

    `expects` are the columns with the values by which one of ours must be in it; None when nobody must.
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

    @property
    def source(self) -> str:
        """The department or system it comes from."""
        return DEPARTMENTS.get(self.department, "") or self.system

    @property
    def headings(self) -> frozenset[str]:
        """Every heading that may stand over its columns."""
        return frozenset({*self.key, *(heading for field in self.fields for heading in field.headings)})

    def field(self, name: str) -> Field | None:
        """The field of that name; None for the line itself and for a field of an earlier edition."""
        return next((field for field in self.fields if field.name == name), None)

    def title_of(self, name: str) -> str:
        """What people call a field."""
        field = self.field(name)
        return field.title if field else N_("是否在册") if name == PRESENCE else name

    def is_for(self, by: Actor) -> bool:
        """Whether this person has to do with it: a department only with its own."""
        return by.role != "department" or (bool(by.department) and by.department == self.department)


def load(text: str, file: str = FILE) -> tuple[Ledger, ...]:
    """The ledgers of a file; raises `BadInput` naming the file, the ledger, and every reason."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(Problem(file, f"不是合格的TOML文件：{error}")) from error
    problems = [Problem(f"{file} [{name}]", reason) for name, table in told.items() for reason in _wrong(table)]
    if problems:
        raise BadInput(*problems)
    return tuple(_ledger(name, table) for name, table in told.items())


@cache
def shipped() -> tuple[Ledger, ...]:
    """The ledgers that come with the program, in their order."""
    return load(files("states.reconciliation").joinpath(FILE).read_text(encoding="utf-8"))


def ledgers(by: Actor) -> tuple[Ledger, ...]:
    """The ledgers that this person has to do with."""
    return tuple(ledger for ledger in shipped() if ledger.is_for(by))


def find(ledger_id: str, by: Actor) -> Ledger:
    """One of them; raises `NotFound` also for another department's."""
    found = next((ledger for ledger in ledgers(by) if ledger.id == ledger_id), None)
    if found is None:
        raise NotFound("ledger", ledger_id)
    return found


def _wrong(table: Any) -> Iterator[str]:
    if not isinstance(table, dict):
        yield "应是一张表"
        return
    for name in sorted(table.keys() - KEYS):
        yield f"没有“{name}”这个键"
    for name in ("title", "subject", "key", "fields"):
        if not table.get(name):
            yield f"缺少“{name}”"
    if bool(table.get("department")) == bool(table.get("system")):
        yield "应写明来自哪个部门（department）或哪个系统（system），二者写一"
    if table.get("department", "") not in {"", *DEPARTMENTS}:
        yield f"没有“{table['department']}”这个部门"
    subject = table.get("subject")
    if subject not in COLUMNS:
        yield "subject应为household（户）或member（人）"
        return
    for name in sorted((table.get("expects") or {}).keys() - COLUMNS[subject].keys()):
        yield f"expects里没有“{name}”这一栏"
    for part in table.get("fields", ()):
        yield from _wrong_field(part, COLUMNS[subject])


def _wrong_field(part: dict[str, Any], known: Mapping[str, str]) -> Iterator[str]:
    name = str(part.get("name", ""))
    for key in sorted(part.keys() - PARTS):
        yield f"栏目“{name}”没有“{key}”这个键"
    if not part.get("headings"):
        yield f"栏目“{name}”没有写表头"
    if "figure" in part:
        if part["figure"] not in BY_NAME:
            yield f"栏目“{name}”要比对的数“{part['figure']}”还没有来源"
        if _tolerance(part) is None:
            yield f"栏目“{name}”的允许误差应是数字"
        return
    if name not in known:
        yield f"我们的台账没有“{name}”这一栏"
    elif part.get("codes", "") != known[name]:
        yield f"栏目“{name}”的代码表应为“{known[name]}”，写的是“{part.get('codes', '')}”"


def _tolerance(part: dict[str, Any]) -> Tolerance | None:
    try:
        return Tolerance(**{name: Decimal(str(value)) for name, value in part.get("tolerance", {}).items()})
    except (InvalidOperation, TypeError):
        return None


def _ledger(name: str, table: dict[str, Any]) -> Ledger:
    expects = table.get("expects")
    return Ledger(
        name,
        table["title"],
        table["subject"],
        tuple(table["key"]),
        tuple(_field(part) for part in table["fields"]),
        table.get("department", ""),
        table.get("system", ""),
        None if expects is None else {column: frozenset(values) for column, values in expects.items()},
        bool(table.get("open_roll", False)),
    )


def _field(part: dict[str, Any]) -> Field:
    tolerance = _tolerance(part) or Tolerance()
    return Field(part["name"], tuple(part["headings"]), part.get("codes", ""), part.get("figure", ""), tolerance)
