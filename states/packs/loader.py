"""Reading packs: the file, its parents, and every refusal with file, line and reason."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from pydantic import ValidationError

from engine.definition import Definition
from engine.errors import InvalidDefinition, Problem
from engine.ledger import canonical
from states.packs.build import build
from states.packs.checks import check
from states.packs.fault_words import fault
from states.packs.lines import Path, line_of, lines_of
from states.packs.refusals import Refusal
from states.packs.schema import Floor, PackFile

AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")

JOINED = ("move", "words", "places", "departments", "criteria", "lead", "sheets")
"""Tables of which a pack takes over from its parent what it does not write itself."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that passed every check: its file, the merged text that its digest names, and its definition."""

    file: PackFile
    digest: str
    merged: str
    definition: Definition

    @property
    def id(self) -> str:
        """The id of the pack."""
        return self.file.pack.id


def shipped() -> dict[str, str]:
    """The texts of the packs that come with the program, by id."""
    folder = resources.files("states.packs") / "data"
    return {
        file.name.removesuffix(".toml"): file.read_text("utf-8")
        for file in sorted(folder.iterdir(), key=lambda f: f.name)
        if file.name.endswith(".toml")
    }


def all_among(texts: Mapping[str, str]) -> dict[str, Pack]:
    """Every pack among `texts`; those that came with the program are read and checked once in a process."""
    at_hand = _shipped_packs() if shipped().items() <= texts.items() else {}
    return {name: at_hand.get(name) or load(name, texts) for name in texts}


@cache
def _shipped_packs() -> dict[str, Pack]:
    texts = shipped()
    return {name: load(name, texts) for name in texts}


def load(name: str, texts: Mapping[str, str]) -> Pack:
    """The pack called `name` among `texts`; raises `InvalidDefinition` with file, line and reason."""
    merged, floor = _merged(name, texts, ())
    return _checked(f"{name}.toml", texts[name], merged, floor)


def parents(name: str, texts: Mapping[str, str]) -> list[str]:
    """The pack itself and every pack that it builds on, the nearest first."""
    found: list[str] = []
    above: Any = name
    while isinstance(above, str) and above in texts and above not in found:
        found.append(above)
        above = _read(f"{above}.toml", texts[above]).get("pack", {}).get("extends")
    return found


def from_merged(merged: Mapping[str, Any]) -> Pack:
    """A pack from its stored, already merged text: the wording a running case began under."""
    return _checked(str(merged["pack"]["id"]), "", dict(merged), Floor())


def _read(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = AT_LINE.search(str(error))
        line = place[1] if place else max(1, len(text.splitlines()))  # else it is the end that is missing
        raise InvalidDefinition(Problem(f"{file}:{line}", f"不是合格的TOML文件：{error}")) from error


def _merged(name: str, texts: Mapping[str, str], below: tuple[str, ...]) -> tuple[dict[str, Any], Floor]:
    above = f"{name}.toml:1"
    if below and below[-1] in texts:
        above = f"{below[-1]}.toml:{line_of(lines_of(texts[below[-1]]), ('pack', 'extends'))}"
    if name in below:
        raise InvalidDefinition(Problem(above, f"方案互相继承成环：{' → '.join((*below, name))}"))
    if name not in texts:
        raise InvalidDefinition(Problem(above, f"没有名为“{name}”的方案"))
    own = _read(f"{name}.toml", texts[name])
    parent = own.get("pack", {}).get("extends") if isinstance(own.get("pack"), dict) else None
    if not parent:
        return own, Floor()
    base, floor = _merged(str(parent), texts, (*below, name))
    merged = {key: value for key, value in base.items() if key not in ("pack", "floor")}
    for key, value in own.items():
        both = key in JOINED and isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = {**merged[key], **value} if both else value
    return merged, _stricter(floor, base.get("floor", {}))


def _stricter(floor: Floor, more: Any) -> Floor:
    try:
        new = Floor.model_validate(more)
    except ValidationError:
        return floor  # the parent's own check names the line
    required = {
        move: tuple(dict.fromkeys((*floor.required.get(move, ()), *new.required.get(move, ()))))
        for move in {**floor.required, **new.required}
    }
    return Floor(visitors=max(floor.visitors, new.visitors), notice=new.notice or floor.notice, required=required)


def _checked(file: str, text: str, merged: dict[str, Any], floor: Floor) -> Pack:
    found = lines_of(text)

    def problem(path: Path, reason: str) -> Problem:
        return Problem(f"{file}:{line_of(found, path)}", reason)

    try:
        pack = PackFile.model_validate(merged)
    except ValidationError as error:
        raise InvalidDefinition(*(problem(tuple(e["loc"]), _words(e)) for e in error.errors())) from error
    body = canonical(merged)
    digest = hashlib.sha256(body.encode()).hexdigest()
    try:
        definition = build(pack, digest)
    except Refusal as refusal:
        raise InvalidDefinition(problem(refusal.path, refusal.reason)) from refusal
    except InvalidDefinition as error:
        raise InvalidDefinition(*(problem(("move",), p.reason) for p in error.problems)) from error
    if refusals := list(check(pack, definition, floor)):
        raise InvalidDefinition(*(problem(refusal.path, refusal.reason) for refusal in refusals))
    return Pack(pack, digest, body, definition)


def _words(error: Any) -> str:
    name = ".".join(str(part) for part in error["loc"])
    return f"“{name}”：{fault(error)}"


def overlaps(packs: Mapping[str, Pack]) -> list[Problem]:
    """Pairs of packs that hold for one place on one day: nobody could tell which to follow."""
    return [Problem(f"{other}.toml", overlap(one, where)) for one, other, where in overlapping(packs)]


def overlap(other: str, where: str) -> str:
    """The sentence for two packs that hold for the same places."""
    return f"与“{other}”在同一地方（{where}）的有效期重叠"


def overlapping(packs: Mapping[str, Pack]) -> Iterator[tuple[str, str, str]]:
    """The ids of each such pair, and the places that they share."""
    heads = sorted((pack.file.pack for pack in packs.values()), key=lambda head: head.id)
    for i, one in enumerate(heads):
        for other in heads[i + 1 :]:
            shared = set(one.places) & set(other.places)
            starts = [span.since for span in (one.valid, other.valid) if span.since]
            ends = [span.until for span in (one.valid, other.valid) if span.until]
            if shared and (not starts or not ends or max(starts) <= min(ends)):
                where = "、".join(sorted(place or "全国" for place in shared))
                yield one.id, other.id, where
