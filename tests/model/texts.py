"""What a pack says, read from its text once more: TOML laid over TOML, and nothing of the product's own reading."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

WAYS = {  # the design's table of moves
    "identify": (("candidate",), "monitored"),
    "decline": (("candidate",), "exited"),
    "eliminate": (("monitored", "re_flagged"), "risk_eliminated"),
    "roll_back": (("risk_eliminated",), "monitored"),
    "re_flag": (("risk_eliminated",), "re_flagged"),
    "clear_out": (("monitored", "risk_eliminated", "re_flagged"), "exited"),
    "strike_off": (("candidate", "monitored", "risk_eliminated", "re_flagged"), "exited"),
    "return_to_poverty": (("exited",), "re_flagged"),
}


def merged(name: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """The pack with all it takes over from those it extends."""
    own = tomllib.loads(texts[name])
    parent = own["pack"].get("extends")
    if not parent:
        return own
    base = merged(parent, texts)
    whole = {key: value for key, value in base.items() if key not in ("pack", "floor")} | own
    for key in ("move", "words", "places", "departments", "criteria"):
        whole[key] = base.get(key, {}) | own.get(key, {})
    return whole


def planned_until(pack: Mapping[str, Any], move: str, step: Mapping[str, Any]) -> date | None:
    """The plan's last day of a step: its own, or that of the phase in which it lies."""
    if "planned" in step:
        return _day(step["planned"]["until"])
    valid = pack["pack"].get("valid", {})
    for phase in pack.get("phase", ()):
        if f"{move}.{step['name']}" in phase.get("steps", ()):
            until = phase.get("until", valid.get("until"))
            return until if "until" in phase or phase.get("from", valid.get("from")) else None
    return None


def planned_from(pack: Mapping[str, Any], move: str, step: Mapping[str, Any]) -> date | None:
    """The plan's first day of a step."""
    if "planned" in step:
        return _day(step["planned"]["from"])
    found = [phase for phase in pack.get("phase", ()) if f"{move}.{step['name']}" in phase.get("steps", ())]
    return found[0].get("from") if found else None


def _day(written: Any) -> date:
    return date.fromisoformat(written) if isinstance(written, str) else written


def moves(pack: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The moves that the pack goes, by name."""
    return {name: move for name, move in pack["move"].items() if not move.get("off")}


def way(name: str, move: Mapping[str, Any]) -> str:
    """Which of the eight ways a move goes."""
    return str(move.get("way", name))


def sources(name: str, move: Mapping[str, Any]) -> tuple[str, ...]:
    """The states from which a move may be made."""
    known = WAYS[way(name, move)][0]
    return tuple(state for state in known if state in move.get("from", known))


def target(name: str, move: Mapping[str, Any]) -> str:
    """Where a move leads."""
    return WAYS[way(name, move)][1]


def steps(move: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The steps of a move by name, each with what it comes after."""
    found: dict[str, dict[str, Any]] = {}
    above: tuple[str, ...] = ()
    for step in move["step"]:
        found[step["name"]] = step | {"after": tuple(step.get("after", above))}
        above = (step["name"],)
    return found


def later(of: Mapping[str, Mapping[str, Any]], name: str) -> set[str]:
    """Every step that comes after one, near and far."""
    found: set[str] = set()
    while more := {one for one, step in of.items() if {name, *found} & set(step["after"])} - found:
        found |= more
    return found


def shut(pack: Mapping[str, Any], operation: str, on: date) -> set[str]:
    """Why a plan's windows take no operation on a day; empty where one is open, or where the plan has none."""
    days = [opening for opening in _windows(pack, operation) if opening[1] >= on]
    if any(first <= on for first, _ in days) or not _windows(pack, operation):
        return set()
    return {"window-not-open"} if days else {"window-closed"}


def opens(pack: Mapping[str, Any], operation: str, on: date) -> date:
    """The first day from this one on that one of a plan's windows takes an operation; the day itself for never."""
    days = [max(first, on) for first, last in _windows(pack, operation) if last >= on]
    return min(days, default=on)


def _windows(pack: Mapping[str, Any], operation: str) -> list[tuple[date, date]]:
    mine = [one for one in pack.get("window", ()) if operation in one["operations"]]
    return [(_day(one.get("from", date.min)), _day(one.get("until", date.max))) for one in mine]
