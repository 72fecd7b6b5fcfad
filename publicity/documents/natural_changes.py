"""What the two forms of natural change have in common: who came or went, when, why, and for how many months it counts.

The forms are 附件1 and 附件2 of the yearly round; month of joining counts, month of leaving does not (TZ05).
"""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from publicity.documents.values import Imprint, Short, Text, Values


class Row(Values):
    """One person who came or went; `months` are those that the year counts of the person's stay."""

    group: Short = Field(title="村民小组")
    household_number: Short = Field(title="户编号")
    head: Short = Field(title="户主姓名")
    kind: str = Field(default="", max_length=20, title="户类型")
    name: Short = Field(title="姓名")
    identity_number: str = Field(default="", max_length=24, title="证件号码")
    relation: str = Field(default="", max_length=20, title="与户主关系")
    happened_on: date = Field(title="日期")
    reason: str = Field(default="", max_length=40, title="原因")
    months: int = Field(ge=0, le=12, title="本年在户月数")
    checked_by: str = Field(default="", max_length=64, title="核对人")


class NaturalChanges(Imprint):
    """The form of a village or of one household for a period within one year; not for publication.

    `blank` are empty lines below, for what is written down at the door.
    """

    attachment: str = Field(default="", max_length=20, title="附件号")
    addressee: Text = Field(title="收表单位")
    place: Text = Field(title="村（社区）")
    household: str = Field(default="", max_length=40, title="户编号")
    since: date = Field(title="开始日期")
    until: date = Field(title="截止日期")
    rows: list[Row] = Field(max_length=3000, title="人员")
    blank: int = Field(default=4, ge=0, le=20, title="空行数")
    made_on: date = Field(title="制表日期")

    def dated_on(self) -> date:
        """The day the form was made out."""
        return self.made_on

    def subject(self) -> str:
        """The household whose form it is; empty for a village's."""
        return self.household

    @model_validator(mode="after")
    def _within_one_year(self) -> Self:
        if self.since > self.until or self.since.year != self.until.year:
            raise ValueError("起止日期要在同一年内，开始日期不能晚于截止日期")
        return self
