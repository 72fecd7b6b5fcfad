"""The printed flow chart of a move: the drawing in figures, and the same steps in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.definition import Move
from engine.procedure import StepSpec
from states.packs.loader import Pack
from web.flow_chart import chart, days

DOCUMENT = "flow_chart"


def flow_values(pack: Pack, move: Move, made_on: date) -> dict[str, Any]:
    """What the paper says."""
    drawn = chart(pack.definition, move).figures()
    steps = move.procedure.ordered if move.procedure else ()
    return drawn | {
        "number": f"LC-{pack.digest[:8].upper()}",
        "plan": pack.file.pack.title,
        "move": move.label,
        "steps": [_step(pack, spec) for spec in steps],
        "made_on": made_on.isoformat(),
    }


def _step(pack: Pack, spec: StepSpec) -> dict[str, str]:
    asks = "、".join(need.title for need in spec.needs)
    skip = "".join(f"（{rule.reason}）" for rule in (spec.skip.rules if spec.skip else ()))
    return {
        "title": spec.title,
        "by": spec.by_title,
        "asks": asks + skip,
        "when": "，".join(days(pack.digest, spec)),
        "basis": spec.basis,
    }
