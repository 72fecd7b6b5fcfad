"""The quarterly statistics: 规模统计表 and 帮扶措施落实情况统计表 with a short report (BZ01, BZ08)."""

from __future__ import annotations

from collections.abc import Sequence

from publicity.reporting import attachments, sentences
from publicity.reporting.draft import Part, Table
from publicity.reporting.telling import Teller


def parts(t: Teller) -> Sequence[Part]:
    """The scale, the help, and what people want to add."""
    return (
        Part("scale", "农户规模", list(sentences.scale(t))),
        Part("help", "帮扶措施落实情况", list(sentences.helped(t))),
        Part("notes", "有关说明", asks="口径变化、与上季度相差较大的数字，请在这里说明"),
    )


def tables(t: Teller) -> Sequence[Table]:
    """The two tables of the plan, and the help by place."""
    return attachments.scale(t), attachments.help_by_kind(t), attachments.help_by_place(t)
