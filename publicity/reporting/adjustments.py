"""动态调整汇总表: who came onto the list and who left it, by village (XZ15, XZ21)."""

from __future__ import annotations

from collections.abc import Sequence

from publicity.reporting import attachments, sentences
from publicity.reporting.draft import Part, Table
from publicity.reporting.telling import Teller


def parts(t: Teller) -> Sequence[Part]:
    """What was decided, and what people want to add."""
    return (
        Part("changes", "调整情况", list(sentences.changes(t))),
        Part("notes", "有关说明", asks="需要说明的情况"),
    )


def tables(t: Teller) -> Sequence[Table]:
    """The adjustments by village, and how many there are after them."""
    return attachments.changes(t, "动态调整汇总表"), attachments.scale(t)
