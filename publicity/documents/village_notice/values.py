"""What a village notice says."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from publicity.documents.lists import Notice
from publicity.documents.values import Text

APPRAISAL = "评议"


class VillageNotice(Notice):
    """Proposed households of one village, posted for objections."""

    appraised_on: date | None = Field(default=None, title="评议日期")
    reports_to: Text = Field(title="上报单位")

    @property
    def gone_through(self) -> str:
        """What the list has been through, as the first part of a sentence, with the day of the appraisal."""
        on = self.appraised_on
        told = f"（{on.year}年{on.month}月{on.day}日）" if on else ""
        at = next((n for n, step in enumerate(self.steps) if APPRAISAL in step), None)
        said = [step + (told if n == at else "") for n, step in enumerate(self.steps)]
        if told and at is None:
            said.append(f"民主评议{told}")
        return f"经{'、'.join(said)}，" if said else ""

    @property
    def lines(self) -> list[str]:
        """The title's lines."""
        return self.heading("公示", "拟")
