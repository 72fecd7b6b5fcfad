"""What a collection form or a comparison sheet says: what is on record, and room beside it for what is found."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from publicity.documents.values import Imprint, Short, Text, Values


class Fact(Values):
    """One thing of the household as it is on record; empty where nothing is."""

    label: Short = Field(title="项目")
    recorded: str = Field(default="", max_length=200, title="登记内容")


class Person(Values):
    """A member as on record."""

    name: Short = Field(title="姓名")
    relation: str = Field(default="", max_length=40, title="与户主关系")
    identity_number: str = Field(default="", max_length=24, title="证件号码")
    schooling: str = Field(default="", max_length=60, title="文化程度或在校生状况")
    health: str = Field(default="", max_length=60, title="健康状况")
    labour: str = Field(default="", max_length=40, title="劳动技能")


class Sheet(Values):
    """One household's sheet."""

    title: Text = Field(title="表名")
    number: Short = Field(title="户编号")
    village: Text = Field(title="村（社区）")
    group: Short = Field(title="村民小组")
    head: Short = Field(title="户主姓名")
    facts: list[Fact] = Field(min_length=1, max_length=40, title="登记事项")
    members: list[Person] = Field(max_length=40, title="家庭成员")


class CollectionForm(Imprint):
    """The sheets of one household or of all households of a place; not for publication."""

    addressee: Text = Field(title="收表单位")
    recorded_on: date = Field(title="登记信息截止日")
    sheets: list[Sheet] = Field(min_length=1, max_length=300, title="各户")
    made_on: date = Field(title="制表日期")

    def dated_on(self) -> date:
        """The day the sheets were made out."""
        return self.made_on
