"""Further facts of the forms: which there are, of what type, and what may be kept of them (domain 3.2)."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

from engine.errors import BadInput, Problem
from engine.ledger import canonical
from engine.words import N_
from states.codes import CodeList
from states.codes import codes as list_of

Subject = Literal["household", "member"]
NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,4})?")
YES_NO = {"yes": N_("是"), "no": N_("否")}


@dataclass(frozen=True, slots=True)
class DetailField:
    """One fact: what it is called, its type, the codes it may have, and the headings that files give it."""

    name: str
    subject: Subject
    label: str
    type: Literal["yes-no", "number", "code", "several", "text"]
    codes: Mapping[str, str] = field(default_factory=dict)
    headings: tuple[str, ...] = ()

    @property
    def list(self) -> CodeList | None:
        """The code list from which the value is taken; None for what is written freely."""
        found = {word: code for code, word in self.codes.items()} | {code: code for code in self.codes}
        return CodeList(self.name, dict(self.codes), found) if self.codes else None

    def words(self, value: Any) -> str:
        """A stored value in the words of the form."""
        if isinstance(value, Decimal):
            return f"{value:f}"
        return "、".join(self.codes.get(one, one) for one in str(value).split(","))

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
        found = {word: code for code, word in self.codes.items()} | {code: code for code in self.codes}
        if text not in found:
            raise ValueError(text)
        return found[text]


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
        known_as = one.get("codes")
        codes = YES_NO if one["type"] == "yes-no" else list_of(known_as).labels if known_as else {}
        known[name] = DetailField(name, one["subject"], one["label"], one["type"], codes, tuple(one["headings"]))
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
