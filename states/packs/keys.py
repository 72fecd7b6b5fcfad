"""Every key of a pack's file and every parameter a step may ask: its name, what it is for, its type and default.

Types and defaults come from the models themselves; the words stand in `keys.toml`, so that the reference, the form
and the sentences about differences all say the same.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from states.packs.part import Span
from states.packs.schema import PackFile

PLAIN = {str: "文字", int: "整数", bool: "true 或 false", date: "日期"}


@dataclass(frozen=True, slots=True)
class Key:
    """One key: as it is written, its name and meaning for people, its type in words, its default, what it may be."""

    name: str
    title: str
    about: str
    type: str
    default: str
    required: bool
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file: how its heading is written, and its keys."""

    heading: str
    title: str
    about: str
    keys: tuple[Key, ...]


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((resources.files("states.packs") / "keys.toml").read_text("utf-8"))


def named(model: type[BaseModel], field: str) -> tuple[str, str]:
    """The name and the meaning of a field; `KeyError` for one that nobody described."""
    title, about, *_ = _words()[model.__name__][field]
    return title, about


def title_of(model: type[BaseModel], field: str) -> str:
    """The name of a field for people."""
    return named(model, field)[0]


def unit_of(model: type[BaseModel], field: str) -> str:
    """The unit in which a number is meant: 元, 人, 天."""
    return str("".join(_words()[model.__name__][field][2:]))


def value_word(value: str) -> str:
    """What one of the fixed values is called; the value itself when it is none."""
    return str(_words()["values"].get(value, value))


def keys_of(model: type[BaseModel]) -> tuple[Key, ...]:
    """The keys of one table, as they are written in the file."""
    return tuple(_key(model, name, info) for name, info in model.model_fields.items())


def tables() -> tuple[Table, ...]:
    """Every table of a pack's file, in the order of the schema."""
    return tuple(_tables(PackFile, "", "方案文件", "整个文件"))


def described() -> dict[str, dict[str, Any]]:
    """What the words describe, by class."""
    return {name: table for name, table in _words().items() if name != "values"}


def _tables(model: type[BaseModel], path: str, title: str, about: str) -> Iterator[Table]:
    plain = tuple(key for key in keys_of(model) if not _inner(model.model_fields[_field(model, key.name)].annotation))
    if plain:
        yield Table(path, title, about, plain)
    for name, info in model.model_fields.items():
        inner = _inner(info.annotation)
        if inner is None:
            continue
        part, many = inner
        written = info.alias or name
        within = path.strip("[]")
        heading = ".".join(filter(None, (within, written, "名称" if many == "dict" else "")))
        heading = f"[[{heading}]]" if many == "tuple" else f"[{heading}]"
        said, why = named(model, name)
        yield from _tables(part, heading, said, why)


def _field(model: type[BaseModel], written: str) -> str:
    return next(name for name, info in model.model_fields.items() if written in (name, info.alias))


def _inner(annotation: Any) -> tuple[type[BaseModel], str] | None:
    """The model that stands in an annotation, and whether one, many by name or many in a row; None where none is."""
    origin = get_origin(annotation)
    if annotation is Span:  # two days are written as one value
        return None
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, ""
    for one in get_args(annotation):
        if one is not annotation and (found := _inner(one)):
            return found[0], "dict" if origin is dict else "tuple" if origin is tuple else found[1]
    return None


def _key(model: type[BaseModel], name: str, info: FieldInfo) -> Key:
    title, about = named(model, name)
    default = "" if info.default is PydanticUndefined else _shown(info.default)
    values = tuple((value, value_word(value)) for value in _literals(info.annotation))
    said = _type(info.annotation, info.metadata)
    return Key(info.alias or name, title, about, said, default, info.is_required(), values)


def _literals(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from map(str, get_args(annotation))
    else:
        for one in get_args(annotation):
            yield from _literals(one)


def _type(annotation: Any, metadata: list[Any]) -> str:
    if any("_duration" in str(getattr(one, "func", "")) for one in metadata):
        return "期限（如 5 workdays、15 days、1 months）"
    origin, inside = get_origin(annotation), [one for one in get_args(annotation) if one is not NoneType]
    if origin is Annotated:
        return _type(inside[0], list(annotation.__metadata__))
    if origin in (Union, UnionType):
        return "或".join(dict.fromkeys(_type(one, metadata) for one in inside))
    if origin is Literal:
        return "可选值之一"
    if origin is tuple:
        return f"列表，每项是{_type(inside[0], [])}"
    if origin is dict:
        return "表"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "{ " + "、".join(key.name for key in keys_of(annotation)) + " }"
    return PLAIN.get(annotation, "文字")


def _shown(value: Any) -> str:
    if value is None or value in ((), "", {}) or isinstance(value, BaseModel):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)
