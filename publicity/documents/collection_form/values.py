"""What a collection form or a comparison sheet says: what is on record, and room beside it for what is found."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from publicity.documents.values import Imprint, Note, Short, Text, Values

Choices = list[Short]
Words = Annotated[str, StringConstraints(max_length=400)]


class Asked(Values):
    """A question: its label, and the boxes to tick where its answers are few."""

    label: Short = Field(title="项目")
    choices: Choices = Field(default=[], max_length=14, title="可选的内容")


class Fact(Asked):
    """One thing of the household as it is on record; empty where nothing is."""

    recorded: Words = Field(default="", title="登记内容")


class Part(Values):
    """A part of the form."""

    title: Short = Field(title="部分")
    facts: list[Fact] = Field(min_length=1, max_length=80, title="登记事项")


class Person(Values):
    """A member as on record: what stands to each question, in their order."""

    name: Short = Field(title="姓名")
    recorded: list[Words] = Field(max_length=60, title="登记内容")


class Sheet(Values):
    """One household's sheet; `legend` explains the mark of what nobody knows, where one stands on it.

    `findings` are what a screening doubts of the household, to be asked first (HT08).
    """

    title: Text = Field(title="表名")
    number: Short = Field(title="户编号")
    village: Text = Field(title="村（社区）")
    group: Short = Field(title="村民小组")
    head: Text = Field(title="户主姓名")
    legend: str = Field(default="", max_length=200, title="说明")
    findings: list[Note] = Field(default=[], max_length=60, title="疑点")
    parts: list[Part] = Field(min_length=1, max_length=12, title="各部分")
    members: list[Person] = Field(max_length=40, title="家庭成员")


class CollectionForm(Imprint):
    """The sheets of one household or of all households of a place; not for publication."""

    addressee: Text = Field(title="收表单位")
    recorded_on: date = Field(title="登记信息截止日")
    asked: list[Asked] = Field(min_length=1, max_length=60, title="成员的项目")
    sheets: list[Sheet] = Field(min_length=1, max_length=300, title="各户")
    made_on: date = Field(title="制表日期")

    def dated_on(self) -> date:
        """The day the sheets were made out."""
        return self.made_on

    def subject(self) -> str:
        """The first household; every sheet names its own."""
        return self.sheets[0].number

    @model_validator(mode="after")
    def _answers_every_question(self) -> Self:
        if any(len(one.recorded) != len(self.asked) for sheet in self.sheets for one in sheet.members):
            raise ValueError("成员的登记内容与项目对不上")
        return self
