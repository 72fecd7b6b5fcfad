"""What the sheet of figures says: a place, a day, and charts that carry their own tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from publicity.charts.chart import Chart
from publicity.documents.values import Imprint, Note, Text


class FiguresSheet(Imprint):
    """The pictures of one place on one day; `issuer` is the office that made them."""

    place: Text = Field(title="地区")
    issuer: Text = Field(title="制表单位")
    as_of: date = Field(title="截至日期")
    formula: Note = Field(title="算法")
    charts: Sequence[Chart] = Field(min_length=1, max_length=8, title="图表")

    def dated_on(self) -> date:
        """The day to which the figures tell."""
        return self.as_of
