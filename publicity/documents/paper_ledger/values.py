"""What the paper ledger of a village says: key facts of each household, and two columns to sign (TZ25, BZ04)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from publicity.documents.values import ROWS, Imprint, Short, Text, Values


class Row(Values):
    """One household: what the last visit found of each key fact, in the order of the headings."""

    household_number: Short = Field(title="户编号")
    head: Short = Field(title="户主姓名")
    kind: str = Field(default="", max_length=40, title="户类型")
    persons: int = Field(ge=0, le=60, title="人口")
    facts: list[str] = Field(min_length=7, max_length=7, title="重要信息")
    visited_on: date | None = Field(default=None, title="入户日期")
    household_signed: str = Field(default="", max_length=20, title="农户签字")
    collector_signed: str = Field(default="", max_length=20, title="采集人签字")


class Group(Values):
    """The households of one villager group."""

    name: Short = Field(title="村民小组")
    rows: list[Row] = Field(min_length=1, max_length=ROWS, title="各户")


class PaperLedger(Imprint):
    """The ledger of one village, group by group; kept in the village, not for publication."""

    addressee: Text = Field(title="存档单位")
    year: int = Field(ge=2015, le=2100, title="年度")
    village: Text = Field(title="村（社区）")
    headings: list[Short] = Field(min_length=7, max_length=7, title="重要信息")
    groups: list[Group] = Field(min_length=1, max_length=200, title="村民小组")
    made_on: date = Field(title="制表日期")

    def dated_on(self) -> date:
        """The day the ledger was made out."""
        return self.made_on

    @property
    def households(self) -> int:
        """How many households stand in it."""
        return sum(len(group.rows) for group in self.groups)
