"""Sentences about evidence and conditions that differ: what is new, what is gone, which parameter changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from states.packs.saying import need, needed, param_title, params, quoted
from states.packs.value_differences import changed

Asked = Mapping[str, Any]


def needs(where: str, a: Sequence[Asked], b: Sequence[Asked]) -> Iterator[str]:
    """What is asked for, matched by its kind."""
    left, right = _keyed(a), _keyed(b)
    gone, come = [key for key in left if key not in right], [key for key in right if key not in left]
    if len(gone) == len(come) == 1:
        yield f"{where}所要的{quoted(needed(left[gone[0]]))}改为{quoted(need(right[come[0]]))}"
    else:
        yield from (f"{where}不再要求{quoted(needed(left[key]))}" for key in gone)
        yield from (f"{where}增加{quoted(need(right[key]))}" for key in come)
    for key in left:
        if key in right and left[key] != right[key]:
            yield from (f"{where}{text}" for text in _need(left[key], right[key]))
    if not gone and not come and list(left) != list(right):
        yield f"{where}所要的次序改为{'、'.join(needed(one) for one in right.values())}"


def _keyed(asked: Sequence[Asked]) -> dict[tuple[str, int], Asked]:
    """What is asked for by its name, and how many of that name stood before."""
    found: dict[tuple[str, int], Asked] = {}
    for one in asked:
        found[needed(one), sum(1 for name, _ in found if name == needed(one))] = one
    return found


def _need(a: Asked, b: Asked) -> Iterator[str]:
    what = quoted(needed(b))
    if a.get("any_of") != b.get("any_of"):
        yield f"{what}由{need(a)}改为{need(b)}"
    for name in dict.fromkeys([*params(a), *params(b)]):
        if params(a).get(name) != params(b).get(name):
            yield changed(f"{what}的{param_title(b, name)}", params(a).get(name), params(b).get(name))
    for name, called in (("basis", "依据"), ("title", "叫法")):
        if a.get(name) != b.get(name):
            yield changed(f"{what}的{called}", a.get(name), b.get(name))
