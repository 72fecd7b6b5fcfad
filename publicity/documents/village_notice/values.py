"""What a village notice says."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from publicity.documents.lists import Notice
from publicity.documents.values import Text


class VillageNotice(Notice):
    """Proposed households of one village, posted for objections."""

    appraised_on: date | None = Field(default=None, title="评议日期")
    reports_to: Text = Field(title="上报单位")

    @property
    def lines(self) -> list[str]:
        """The title's lines."""
        return self.heading("拟纳入", f"拟{self.leaving_as}", "公示")
