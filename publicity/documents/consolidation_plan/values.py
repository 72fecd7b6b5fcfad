"""What the yearly plan of a household lifted out of poverty says: where it stands, and what keeps it there (BZ09)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from publicity.documents.help_booklet.values import Measure
from publicity.documents.values import Imprint, Short, Text, Values


class Standing(Values):
    """One thing that the plan sets out from, as it is on record."""

    label: Short = Field(title="项目")
    recorded: str = Field(default="", max_length=80, title="目前情况")


class ConsolidationPlan(Imprint):
    """The plan of one household for a year; signed by both sides, not for publication."""

    addressee: Text = Field(title="制表单位")
    year: int = Field(ge=2015, le=2100, title="年度")
    village: Text = Field(title="村（社区）")
    group: Short = Field(title="村民小组")
    head: Short = Field(title="户主姓名")
    household_number: Short = Field(title="户编号")
    persons: int = Field(ge=1, le=40, title="家庭人口数")
    telephone: str = Field(default="", max_length=40, title="联系电话")
    standing: list[Standing] = Field(min_length=1, max_length=20, title="目前情况")
    measures: list[Measure] = Field(min_length=1, max_length=60, title="巩固提升措施")
    made_on: date = Field(title="制表日期")

    def dated_on(self) -> date:
        """The day the plan was made out."""
        return self.made_on

    def subject(self) -> str:
        """The household whose plan it is."""
        return self.household_number
