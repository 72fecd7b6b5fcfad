"""What a village's list of annual income says: every household's locked figures in the national layout (TZ21)."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from publicity.documents.values import ROWS, Imprint, Short, Text, Values


class Row(Values):
    """One household: what stands under each heading, in their order."""

    cells: list[str] = Field(min_length=1, max_length=60, title="内容")


class AnnualIncomeList(Imprint):
    """The locked income of a village's households for a year; not for publication."""

    addressee: Text = Field(title="收表单位")
    year: int = Field(ge=2015, le=2100, title="年度")
    since: date = Field(title="收入计算周期开始")
    until: date = Field(title="收入计算周期截止")
    village: Text = Field(title="村（社区）")
    headings: list[Short] = Field(min_length=1, max_length=60, title="项目")
    rows: list[Row] = Field(min_length=1, max_length=ROWS, title="各户")
    made_on: date = Field(title="制表日期")

    def dated_on(self) -> date:
        """The day the list was made out."""
        return self.made_on

    @model_validator(mode="after")
    def _fills_every_column(self) -> Self:
        if any(len(row.cells) != len(self.headings) for row in self.rows):
            raise ValueError("收入与项目对不上")
        return self
