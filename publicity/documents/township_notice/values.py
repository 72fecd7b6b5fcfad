"""What a township notice says."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from publicity.documents.lists import Notice
from publicity.documents.values import ROWS, EnteringOf, LeavingOf, Text


class TownshipNotice(Notice):
    """Households of several villages that passed the township's spot check, posted for objections."""

    entering: Sequence[EnteringOf] = Field(default=(), max_length=ROWS, title="纳入名单")
    leaving: Sequence[LeavingOf] = Field(default=(), max_length=ROWS, title="消除名单")
    checked: Text | None = Field(default=None, title="审核方式")
    reports_to: Text = Field(title="上报单位")

    @property
    def lines(self) -> list[str]:
        """The title's lines."""
        return self.heading("公示", "拟")
