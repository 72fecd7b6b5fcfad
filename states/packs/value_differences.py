"""Sentences about one value that differs, and about all keys of one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from states.packs.keys import title_of, unit_of
from states.packs.saying import NO_NAMES, NOTHING, in_words, item


def models(
    a: BaseModel, b: BaseModel, besides: Sequence[str] = (), names: Mapping[str, str] = NO_NAMES
) -> Iterator[str]:
    """The keys of one table that differ, without those of `besides`."""
    for name in type(a).model_fields:
        old, new = getattr(a, name), getattr(b, name)
        if name not in besides and old != new:
            yield changed(title_of(type(a), name), old, new, names, unit_of(type(a), name))


def changed(what: str, old: Any, new: Any, names: Mapping[str, str] = NO_NAMES, unit: str = "") -> str:
    """监测底线由6000元改为8500元; lists say what came and what went."""
    if isinstance(old, (tuple, list)) and isinstance(new, (tuple, list)) and old and new:
        return what + _lists(old, new, names)
    before, after = (NOTHING if value is None else in_words(value, names) + unit for value in (old, new))
    if before == after:  # the words are the same, the codes are not
        before, after = repr(old), repr(new)
    if before == NOTHING:
        return f"新增{what}：{after}"
    return f"不再规定{what}（原为{before}）" if after == NOTHING else f"{what}由{before}改为{after}"


def _lists(old: Sequence[Any], new: Sequence[Any], names: Mapping[str, str]) -> str:
    more = "、".join(item(one, names) for one in new if one not in old)
    less = "、".join(item(one, names) for one in old if one not in new)
    said = [f"增加{more}"] * bool(more) + [f"去掉{less}"] * bool(less)
    return "，".join(said) or f"的次序由{in_words(old, names)}改为{in_words(new, names)}"
