"""What one household's annual income sheet says: the locked figures in the national system's layout (TZ21)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from publicity.documents.values import Imprint, Short, Text, Values


class Line(Values):
    """A heading of the national layout with what stands under it."""

    heading: Short = Field(title="项目")
    value: str = Field(default="", max_length=60, title="内容")


class AnnualIncome(Imprint):
    """One household's locked income of a year; signed, not for publication."""

    addressee: Text = Field(title="收表单位")
    year: int = Field(ge=2015, le=2100, title="年度")
    since: date = Field(title="收入计算周期开始")
    until: date = Field(title="收入计算周期截止")
    village: Text = Field(title="村（社区）")
    group: Short = Field(title="村民小组")
    head: Short = Field(title="户主姓名")
    household_number: Short = Field(title="户编号")
    lines: list[Line] = Field(min_length=1, max_length=60, title="收入")
    locked_on: date = Field(title="锁定日期")
    locked_by: str = Field(default="", max_length=64, title="锁定人")
    made_on: date = Field(title="制表日期")

    def dated_on(self) -> date:
        """The day the sheet was made out."""
        return self.made_on

    def subject(self) -> str:
        """The household whose income it is."""
        return self.household_number
