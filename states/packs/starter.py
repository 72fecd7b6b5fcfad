"""A sound pack to begin with, written from the few facts of a new plan; what is the same everywhere it inherits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from engine.errors import InvalidDefinition
from engine.words import N_
from states.packs.checking import faults

DECIDERS: dict[str, str] = {"county": N_("县级审定"), "township_leader": N_("乡镇审定")}
NATIONAL = "national-2021"
MOVES = ("identify", "eliminate", "re_flag")
"""The moves that the facts bear on; the others are inherited."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The facts of a new plan: which document, where and when it holds, the line, the notice, who decides."""

    id: str
    title: str
    document: str
    place: str
    since: date
    until: date
    line: int
    metric: str = "net"
    income_since: date | None = None
    income_until: date | None = None
    notice_days: int = 5
    notice_unit: str = "workdays"
    count: str = "next-day"
    decided_by: str = "county"


def started(facts: Beginning, known: Mapping[str, str]) -> str:
    """The text of a pack with these facts; raises `InvalidDefinition` when they do not make a sound one."""
    text = written(facts)
    if problems := faults(facts.id, text, known):
        raise InvalidDefinition(*problems)
    return text


def written(facts: Beginning) -> str:
    """The text of a pack with these facts, with remarks on what may be written otherwise."""
    told = {name: _text(getattr(facts, name)) for name in ("id", "title", "document", "place", "metric")}
    notice = f'period = "{facts.notice_days} {facts.notice_unit}", count = "{facts.count}"'
    window = ""
    if facts.income_since and facts.income_until:
        window = f"window = {{ from = {facts.income_since}, until = {facts.income_until} }}\n"
    apart = 'apart_from = ["township_check"]\n' if facts.decided_by == "township_leader" else ""
    moves = {name: _move(name, notice, facts.decided_by, apart) for name in MOVES}
    return _words("head").format(
        **told, **moves, since=facts.since, until=facts.until, line=facts.line, window=window, parent=NATIONAL
    )


def _move(name: str, notice: str, decider: str, apart: str) -> str:
    title = "县级审定" if decider == "county" else "乡镇审定"
    return _words(name).format(notice=notice, decider=decider, decision=title, apart=apart)


@cache
def _words(name: str) -> str:
    return (resources.files("states.packs") / "beginnings" / f"{name}.txt").read_text("utf-8")


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)  # a TOML basic string is written like a JSON one
