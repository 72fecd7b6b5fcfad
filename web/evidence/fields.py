"""From a kind of evidence to the fields of its form: what the content asks for decides how it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from annotated_types import MaxLen
from pydantic.fields import FieldInfo

from states.evidence.fieldwork import Visitor
from states.evidence.kinds import EvidenceKind
from states.evidence.meetings import Attendee, Item, Vote
from web.evidence.wording import CHOICES, HINTS, LABELS, VERDICTS, YES_NO

BY_ITEM = {Visitor: "people", Attendee: "roster", Vote: "votes", Item: "items", str: "lines", int: "verdicts"}
"""How a list is asked for, by what stands in it."""
LONG = 200


@dataclass(frozen=True, slots=True)
class Field:
    """One field; `widget` says how it is asked: line, text, number, day, yes-no, choice, several, or of `BY_ITEM`."""

    name: str
    label: str
    widget: str
    required: bool
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    default: Any = None
    rows: int = 3


@cache
def fields_of(kind: EvidenceKind) -> tuple[Field, ...]:
    """The fields of a kind's form, in the order of the words."""
    asked = kind.body.model_fields
    return tuple(_field(name, label, asked[name]) for name, label in LABELS[kind.name].items())


def with_criteria(fields: tuple[Field, ...], criteria: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields with the criteria of a plan to choose from."""
    return tuple(replace(one, choices=criteria) if one.name == "criterion" else one for one in fields)


def _field(name: str, label: str, info: FieldInfo) -> Field:
    kind, choices = _widget(name, info)
    rows = {"roster": 10, "people": 3, "lines": 4, "text": 4}.get(kind, 3)
    default = None if info.is_required() else info.get_default(call_default_factory=False)
    return Field(name, label, kind, info.is_required(), HINTS.get(name, ""), choices, default, rows)


def _widget(name: str, info: FieldInfo) -> tuple[str, Mapping[str, str]]:
    plain = _without_none(info.annotation)
    if name == "department":
        return "choice", CHOICES[name]
    if name == "criterion":
        return "choice", {}  # the plan of the household knows them
    if plain is date:
        return "day", {}
    if get_origin(plain) is tuple:
        inner = get_args(plain)[0]
        return ("several", CHOICES[name]) if get_origin(inner) is Literal else _list(inner)
    if get_origin(plain) is Literal:
        return "choice", {code: CHOICES[name][code] for code in get_args(plain)}
    if plain is bool:
        return "yes-no", YES_NO
    if plain in (int, Decimal):
        return "number", {}
    longest = next((part.max_length for part in info.metadata if isinstance(part, MaxLen)), LONG)
    return ("text" if longest > LONG else "line"), {}


def _list(inner: Any) -> tuple[str, Mapping[str, str]]:
    kind = BY_ITEM[inner]
    return kind, VERDICTS if kind == "verdicts" else {}


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        return next(one for one in get_args(annotation) if one is not type(None))
    return annotation
