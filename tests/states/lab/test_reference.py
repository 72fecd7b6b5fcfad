"""The reference names everything that a plan may say, and nobody adds a key without saying what it is for."""

from __future__ import annotations

from typing import Literal

import pytest
from pydantic import BaseModel

from engine.procedure import EVENTS
from states.evidence.known import KINDS
from states.guards import GUARDS
from states.lifecycle import WAYS
from states.packs.build import LEVEL
from states.packs.keys import described, keys_of, tables
from states.packs.part import Part
from states.packs.reference import as_data, markdown
from states.packs.schema import PackFile
from states.roles import ROLES
from states.skips import SKIPS


def models(model: type[BaseModel] = PackFile) -> set[type[BaseModel]]:
    """A table and all tables inside it."""
    found = {model}
    for info in model.model_fields.values():
        for one in inside(info.annotation):
            found |= models(one)
    return found


def inside(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [one for inner in getattr(annotation, "__args__", ()) for one in inside(inner)]


def asking() -> set[type[BaseModel]]:
    """The parameters of evidence and of guards."""
    return {kind.params for kind in KINDS.values()} | {guard.params for guard in GUARDS.values()}


def test_every_key_and_every_parameter_is_described() -> None:
    for model in models() | asking():
        for key in keys_of(model):
            assert len(key.title) > 1 or key.title in "起止", (model, key)
            assert len(key.about) > 2, (model, key)


def test_a_key_without_words_is_found() -> None:
    class Weather(Part):
        sunshine: int = 0

    with pytest.raises(KeyError):
        keys_of(Weather)


def test_nothing_is_described_that_is_not_there() -> None:
    there = {model.__name__: set(model.model_fields) for model in models() | asking()}
    gone = {
        name: sorted(table.keys() - there.get(name, set()))
        for name, table in described().items()
        if table.keys() - there.get(name, set())
    }
    assert gone == {}


def test_every_fixed_value_has_a_word() -> None:
    bare = [
        (model.__name__, key.name, value)
        for model in models() | asking()
        for key in keys_of(model)
        for value, word in key.values
        if value == word
    ]
    assert bare == []


def test_types_and_defaults_are_those_of_the_format() -> None:
    notice = {key.name: key for table in tables() if table.heading.endswith("notice]") for key in table.keys}
    assert (notice["period"].type[:2], notice["period"].required) == ("期限", True)
    assert (notice["count"].default, notice["roll_over"].default) == ('"next-day"', "false")
    assert ("posting-day", "张贴当天计入") in notice["count"].values
    assert notice["at"].default == '["village-board"]'


def test_a_value_that_is_added_to_a_key_stands_in_the_reference() -> None:
    class Span(Part):
        since: Literal["net", "disposable"] = "net"
        until: bool = False

    first, second = keys_of(Span)
    assert [value for value, _ in first.values] == ["net", "disposable"]
    assert second.type == "true 或 false"


def test_the_reference_names_all_that_the_registry_holds() -> None:
    text, data = markdown(), as_data()
    names = {entry["name"] for chapter in data["chapters"] for entry in chapter["entries"]}

    assert {*WAYS, *ROLES, *KINDS, *GUARDS, *SKIPS, *EVENTS} <= names
    assert [name for name in names if f"`{name}`" not in text] == []
    for kind in KINDS.values():
        for role in kind.by:
            assert ROLES[role].title in text
    for role in LEVEL:
        assert f"| `{role}` | {ROLES[role].title} |" in text
