"""What the address of a list asks for; anything that makes no sense is not asked."""

from __future__ import annotations

from typing import Any

from flask import request

from engine.actors import Actor
from states.quality.desk import Asked
from states.quality.findings import FINDING
from states.quality.rulebook import SCREENS, SEVERITIES, shipped


def asked(by: Actor) -> Asked:
    """The filter in the address, inside the actor's area."""
    area, rule = request.args.get("area", ""), request.args.get("rule", "")
    state = request.args.get("state", "")
    severity, screen = (request.args.get(name, 0, int) for name in ("severity", "screen"))
    return Asked(
        area if area.isdecimal() and by.covers(area) else "",
        rule if shipped().of(rule) else "",
        state if state in (*FINDING.labels, "all") else "",
        severity if severity in SEVERITIES else 0,
        screen if screen in SCREENS else 0,
        "unproved" in request.args,
    )


def address(filter_: Asked, **changed: Any) -> dict[str, Any]:
    """The arguments of the address that asks for the same, but for what is changed."""
    names = ("area", "rule", "state", "severity", "screen")
    same: dict[str, Any] = {name: value for name in names if (value := getattr(filter_, name))}
    if filter_.unproved:
        same["unproved"] = 1
    return {name: value for name, value in (same | changed).items() if value not in ("", 0, None)}
