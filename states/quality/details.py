"""Further facts of the forms: which there are, of what type, and what may be kept of them (domain 3.2)."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

from engine.errors import BadInput, Problem
from engine.ledger import canonical
from engine.words import N_
from states.code_lists import CodeList
from states.codes import Labels, codes

Subject = Literal["household", "member"]
NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,4})?")
YES_NO = {"yes": N_("是"), "no": N_("否")}


@dataclass(frozen=True, slots=True)
class DetailField:
    """One fact: what it is called, its type, the codes it may have, and the headings that files give it.

    `of` is the code list from which they are; empty for 是 and 否, and for what is written freely. `comes_by_file` says
    that nobody asks for it at the house: another system states it.
    """

    name: str
    subject: Subject
    label: str
    type: Literal["yes-no", "number", "code", "several", "text"]
    codes: Mapping[str, str] = field(default_factory=dict)
    headings: tuple[str, ...] = ()
    of: str = ""
    comes_by_file: bool = False

    def is_asked(self, on: date) -> bool:
        """Whether a form of that day asks for it: not what comes by file, nor where every code is retired by then."""
        return not self.comes_by_file and not (self.of and not codes(self.of, on).labels)

    def list(self, on: date | None = None) -> CodeList | None:
        """The code list from which the value is read, or chosen on a day; None for what is written freely."""
        if self.of:
            return codes(self.of, on)
        found = {word: code for code, word in self.codes.items()} | {code: code for code in self.codes}
        return CodeList(self.name, dict(self.codes), found) if self.codes else None

    def words(self, value: Any) -> str:
        """A stored value in the words of the form."""
        if isinstance(value, Decimal):
            return f"{value:f}"
        return codes(self.of).label(str(value)) if self.of else self.codes.get(str(value), str(value))

    def read(self, written: object) -> Any:
        """The value in its stored form; "" for an empty cell. Raises `ValueError` for what it cannot be."""
        text = str(written).strip()
        if not text:
            return ""
        match self.type:
            case "number":
                return _number(text)
            case "several":
                return ",".join(sorted({self._code(one) for one in re.split("[,，、;；]+", text) if one}))
            case "text":
                return text
        return self._code(text)

    def _code(self, text: str) -> str:
        known = self.list()
        found = known.find(text) if known else None
        if found is None:
            raise ValueError(text)
        return found


def _number(text: str) -> str:
    """A number as text; what is no finite number is refused."""
    if not NUMBER.fullmatch(text):
        raise ValueError(text)
    return str(Decimal(text))


@cache
def registry() -> Mapping[str, DetailField]:
    """Every field by its name."""
    told = tomllib.loads(files("states.quality").joinpath("details.toml").read_text("utf-8"))
    known = {}
    for name, one in told.items():
        of = one.get("codes", "")
        words = YES_NO if one["type"] == "yes-no" else Labels(of) if of else {}
        facts = one["subject"], one["label"], one["type"], words, tuple(one["headings"]), of
        known[name] = DetailField(name, *facts, one.get("comes_by_file", False))
    return known


def take(subject: Subject, values: Mapping[str, object], before: str = "{}") -> str:
    """The text to keep: the values, by field or by heading, laid over what was there.

    Raises `BadInput` naming each field that is unknown or cannot hold its value.
    """
    kept, problems = dict(parsed(before)), []
    for name, written in values.items():
        found = _named(subject, name)
        if found is None:
            problems.append(Problem(name, N_("没有这个信息项")))
            continue
        try:
            value = found.read(written)
        except ValueError:
            problems.append(Problem(name, N_("这一项不能这样填写")))
            continue
        kept.pop(found.name, None)
        if value != "":
            kept[found.name] = value
    if problems:
        raise BadInput(*problems)
    return canonical(kept)


def of(subject: Subject) -> dict[str, DetailField]:
    """The facts of a household or of a member, in the order of the form."""
    return {name: one for name, one in registry().items() if one.subject == subject}


def written(subject: Subject, text: str) -> list[tuple[str, str]]:
    """What stands in a kept text, as (label, words) in the order of the form."""
    kept = parsed(text)
    return [(one.label, one.words(kept[name])) for name, one in of(subject).items() if name in kept]


def _named(subject: Subject, name: str) -> DetailField | None:
    for one in registry().values():
        if one.subject == subject and (name == one.name or name in one.headings):
            return one
    return None


@lru_cache(maxsize=65536)
def parsed(text: str) -> Mapping[str, Any]:
    """What stands in a kept text; numbers as decimals. Equal texts are read once."""
    if text == "{}":
        return {}
    known = registry()
    return {
        name: Decimal(value) if name in known and known[name].type == "number" else value
        for name, value in json.loads(text).items()
    }
