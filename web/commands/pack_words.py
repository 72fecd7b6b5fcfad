"""A pack in words: as a line of the list, and as a whole with its moves and steps."""

from __future__ import annotations

from typing import Any

from engine.definition import Move
from engine.procedure import StepSpec
from states.packs.loader import Pack

LISTED = {"id": "编号", "title": "名称", "places": "地区", "since": "自", "until": "至", "stored": "已入库"}
STEPS = {
    "name": "步骤", "title": "名称", "by": "岗位", "after": "在…之后", "needs": "要有", "days": "日期", "basis": "依据",
}  # fmt: skip


def listed(pack: Pack, stored: str) -> dict[str, Any]:
    """A pack as a line of the list."""
    head = pack.file.pack
    return {
        "id": head.id,
        "title": head.title,
        "places": "、".join(place or "全国" for place in head.places),
        "since": head.valid.since,
        "until": head.valid.until,
        "extends": head.extends,
        "digest": pack.digest,
        "stored": stored,
    }


def whole(pack: Pack) -> dict[str, Any]:
    """A pack with its moves and steps."""
    head, labels = pack.file.pack, pack.definition.labels
    return {
        "id": head.id,
        "title": head.title,
        "source": head.source,
        "digest": pack.digest,
        "states": labels,
        "moves": [_move(move, labels) for move in pack.definition.moves],
    }


def _move(move: Move, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "name": move.name,
        "label": move.label,
        "sources": [labels[name] for name in move.sources],
        "target": labels[move.target],
        "irreversible": move.irreversible,
        "basis": move.basis,
        "steps": [_step(spec) for spec in (move.procedure.ordered if move.procedure else ())],
    }


def _step(spec: StepSpec) -> dict[str, Any]:
    return {
        "name": spec.name,
        "title": spec.title,
        "by": spec.by_title,
        "after": "、".join(spec.after),
        "needs": "、".join(need.title for need in spec.needs),
        "days": days(spec),
        "basis": spec.basis,
    }


def days(spec: StepSpec) -> str:
    """When a step is planned, open or due, in a few words."""
    clock = spec.clock
    if clock.planned:
        return f"{clock.planned[0]} 至 {clock.planned[1]}"
    if any(clock.window):
        return f"窗口 {clock.window[0] or ''} 至 {clock.window[1] or ''}"
    return f"{clock.within.label}内" if clock.within else ""
