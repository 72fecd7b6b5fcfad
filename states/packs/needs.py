"""What a step asks for, from the words of a pack: evidence, guards, and alternatives of which one is enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from engine.guards import Need, any_of
from states.evidence.known import KINDS
from states.guards import GUARDS
from states.packs.fault_words import fault
from states.packs.lines import Path
from states.packs.refusals import Refusal

ASKED = ("evidence", "guard", "any_of")
WORDS = (*ASKED, "basis", "title")


def need_of(path: Path, asked: Mapping[str, Any], basis: str) -> Need:
    """The need that a pack wrote down; raises `Refusal`."""
    if len([key for key in ASKED if key in asked]) != 1:
        raise Refusal(path, "每一项要写 evidence、guard 或 any_of 之一")
    basis = str(asked.get("basis", basis))
    if "any_of" in asked:
        return _choice(path, asked, basis)
    given = {key: value for key, value in asked.items() if key not in WORDS}
    try:
        need = _evidence(path, asked, given, basis) if "evidence" in asked else _guard(path, asked, given, basis)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        reason = f"没有“{name}”这个参数" if first["type"] == "extra_forbidden" else f"参数“{name}”不对：{fault(first)}"
        raise Refusal(path, reason) from error
    return replace(need, title=str(asked["title"])) if "title" in asked else need


def _choice(path: Path, asked: Mapping[str, Any], basis: str) -> Need:
    for key in asked.keys() - set(WORDS):
        raise Refusal(path, f"没有“{key}”这个参数")
    ways = asked["any_of"]
    if not isinstance(ways, list) or len(ways) < 2 or not all(isinstance(way, Mapping) for way in ways):
        raise Refusal(path, "any_of 要写至少两种可以相互代替的材料或条件")
    if any("any_of" in way for way in ways):
        raise Refusal(path, "any_of 里面不能再写 any_of")
    alternatives = tuple(need_of(path, way, basis) for way in ways)
    title = str(asked.get("title", " / ".join(dict.fromkeys(need.title for need in alternatives))))
    return any_of(title, alternatives, basis)


def _evidence(path: Path, asked: Mapping[str, Any], given: dict[str, Any], basis: str) -> Need:
    kind = KINDS.get(str(asked["evidence"]))
    if kind is None:
        raise Refusal(path, f"没有“{asked['evidence']}”这种材料；可用的有：{'、'.join(KINDS)}")
    return kind.need(kind.params.model_validate(given), basis)


def _guard(path: Path, asked: Mapping[str, Any], given: dict[str, Any], basis: str) -> Need:
    guard = GUARDS.get(str(asked["guard"]))
    if guard is None:
        raise Refusal(path, f"没有“{asked['guard']}”这种条件；可用的有：{'、'.join(GUARDS)}")
    params = guard.params.model_validate(given)
    return Need(guard.name, guard.title, guard.make(params, basis), params.model_dump(exclude_defaults=True), basis)
