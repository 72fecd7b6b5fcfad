"""动态调整汇总表: who came onto the list and left it, who joined and left households (XZ15, XZ20, XZ21)."""

from __future__ import annotations

from collections.abc import Sequence

from publicity.reporting import attachments, sentences
from publicity.reporting.draft import Part, Table
from publicity.reporting.telling import Teller


def parts(t: Teller) -> Sequence[Part]:
    """What was decided, and what people want to add."""
    return (
        Part("changes", "调整情况", [*sentences.changes(t), *sentences.natural(t)]),
        Part("notes", "有关说明", asks="需要说明的情况"),
    )


def tables(t: Teller) -> Sequence[Table]:
    """The adjustments by village, and how many there are after them."""
    return attachments.changes(t, "动态调整汇总表"), attachments.natural(t), attachments.scale(t)
