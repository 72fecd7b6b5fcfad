"""What a visit sheet says: the household as on record, what is missing, what to ask, to check, and to have signed."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from publicity.documents.values import Imprint, Note, Short, Text, Values


class Person(Values):
    """A present member as on record, with the facts that are still empty."""

    name: Short = Field(title="姓名")
    relation: str = Field(default="", max_length=40, title="与户主关系")
    identity_number: str = Field(default="", max_length=24, title="证件号码")
    schooling: str = Field(default="", max_length=60, title="文化程度或在校生状况")
    health: str = Field(default="", max_length=60, title="健康状况")
    labour: str = Field(default="", max_length=40, title="劳动技能")
    missing: str = Field(default="", max_length=120, title="缺什么")


class Task(Values):
    """One thing to settle at the house: whose or which, and what to do."""

    about: Text = Field(title="对象")
    text: Note = Field(title="要办的事")


class Part(Values):
    """The tasks of one form."""

    title: Short = Field(title="表")
    tasks: list[Task] = Field(min_length=1, max_length=200, title="要办的事")


class KeyFact(Values):
    """A key fact with what the last visit found, to be confirmed by two signatures."""

    label: Short = Field(title="重要信息")
    recorded: str = Field(default="", max_length=60, title="上次核实")


class VisitSheet(Imprint):
    """One household's sheet; not for publication. Without parts nothing is due, and the sheet says so."""

    addressee: Text = Field(title="收表单位")
    village: Text = Field(title="村（社区）")
    group: Short = Field(title="村民小组")
    head: Short = Field(title="户主姓名")
    household_number: Short = Field(title="户编号")
    kind: str = Field(default="", max_length=60, title="户类型")
    telephone: str = Field(default="", max_length=40, title="联系电话")
    address: str = Field(default="", max_length=200, title="家庭住址")
    members: list[Person] = Field(max_length=40, title="家庭成员")
    parts: list[Part] = Field(default=[], max_length=12, title="各表要办的事")
    key_facts: list[KeyFact] = Field(min_length=1, max_length=12, title="重要信息")
    signed: bool = Field(default=False, title="本年已双签字")
    made_on: date = Field(title="制表日期")

    def dated_on(self) -> date:
        """The day the sheet was made out."""
        return self.made_on

    def subject(self) -> str:
        """The household that fills it in."""
        return self.household_number
