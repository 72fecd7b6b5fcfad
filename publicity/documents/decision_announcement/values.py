"""What a decision announcement says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from publicity.documents.lists import PublicList
from publicity.documents.values import ROWS, EnteringOf, LeavingOf, Short, Text


class DecisionAnnouncement(PublicList):
    """Households taken in, or marked as free of risk, by a decision that stands."""

    entering: Sequence[EnteringOf] = Field(default=(), max_length=ROWS, title="纳入名单")
    leaving: Sequence[LeavingOf] = Field(default=(), max_length=ROWS, title="消除名单")
    decided_by: Text = Field(title="决定单位")
    decided_on: date = Field(title="决定日期")
    decision_number: Short | None = Field(default=None, title="决定文号")
    steps: list[Text] = Field(default=[], max_length=12, title="已履行程序")

    @property
    def lines(self) -> list[str]:
        """The title's lines."""
        return self.heading("公告")
