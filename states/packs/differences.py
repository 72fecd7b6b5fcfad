"""What two packs ask for differently, in words that an official reads: the files compared key by key, not as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from states.lifecycle import LABELS
from states.packs.keys import title_of
from states.packs.loader import Pack
from states.packs.move_differences import moves
from states.packs.saying import in_words, names_of, quoted
from states.packs.schema import PackFile
from states.packs.value_differences import changed, models


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: the part of the plan that it belongs to, and the sentence."""

    part: str
    text: str

    def __str__(self) -> str:
        return f"{self.part}：{self.text}"


def differences(one: Pack, other: Pack) -> list[Difference]:
    """What `other` asks for that `one` does not, and the other way round; empty when they ask for the same."""
    return list(_files(one.file, other.file))


def _files(a: PackFile, b: PackFile) -> Iterator[Difference]:
    names = names_of(a) | names_of(b)
    for name in PackFile.model_fields:
        old, new = getattr(a, name), getattr(b, name)
        if old == new:
            continue
        if name == "move":
            yield from (Difference(part, text) for part, text in moves(old, new, names))
            continue
        if isinstance(old, BaseModel) and isinstance(new, BaseModel):
            said = models(old, new, names=names)
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            said = _tables(old, new, LABELS if name == "words" else {}, names)
        elif old is None or new is None:
            said = iter([changed("", old, new, names)])
        else:
            said = _rows(old, new, names)
        yield from (Difference(title_of(PackFile, name), text) for text in said)


def _tables(
    a: Mapping[str, Any], b: Mapping[str, Any], labels: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[str]:
    """Tables by name, such as the words for states and the names of places."""
    for name in dict.fromkeys([*a, *b]):
        old, new, what = a.get(name), b.get(name), quoted(labels.get(name, name))
        if isinstance(old, BaseModel) and isinstance(new, BaseModel):
            yield from (f"{what}{text}" for text in models(old, new, names=names))
        elif old != new:
            yield changed(what, old, new, {})


def _rows(old: Sequence[Any], new: Sequence[Any], names: Mapping[str, str]) -> Iterator[str]:
    """Tables in a row: matched by their name or title where they have one."""
    before, after = {_name(row): row for row in old}, {_name(row): row for row in new}
    for name in dict.fromkeys([*before, *after]):
        if name not in before:
            yield f"新增{quoted(name)}：{in_words(after[name], names)}"
        elif name not in after:
            yield f"去掉{quoted(name)}：{in_words(before[name], names)}"
        elif before[name] != after[name]:
            yield from (f"{quoted(name)}{text}" for text in models(before[name], after[name], names=names))
    if list(before) != list(after) and sorted(before) == sorted(after):
        yield f"次序改为{'、'.join(after)}"
    elif before == after:  # one of them is written twice
        yield f"由{len(old)}项改为{len(new)}项"


def _name(row: Any) -> str:
    return str(getattr(row, "title", None) or getattr(row, "text", None) or in_words(row))
