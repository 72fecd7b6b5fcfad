"""Notices as rows to be printed."""

from __future__ import annotations

from typing import Any

from states.notices import NOTICE, Notice

LISTED = {
    "notice": "序号", "number": "公示编号", "edition": "版次", "title": "标题", "label": "状态",
    "first_on": "自", "last_on": "至", "households": "户数",
}  # fmt: skip


def listed(one: Notice, state: str, households: int | None) -> dict[str, Any]:
    """A notice of the list."""
    return {
        "notice": one.id,
        "number": one.number,
        "edition": one.edition,
        "step": one.step,
        "level": one.level,
        "area": one.area,
        "title": one.title,
        "state": state,
        "label": NOTICE.labels[state],
        "planned_on": one.planned_on,
        "posted_on": one.posted_on,
        "first_on": one.first_on,
        "last_on": one.last_on,
        "provisional": one.provisional,
    } | ({} if households is None else {"households": households})
