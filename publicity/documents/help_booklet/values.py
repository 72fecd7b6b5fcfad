"""What the booklet of a monitored household says (一户一册): who, which risks and help, what arrived and did."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from publicity.documents.values import Imprint, Note, Short, Text, Values


class Member(Values):
    """A member as on record."""

    name: Short = Field(title="姓名")
    relation: str = Field(default="", max_length=40, title="与户主关系")
    identity_number: str = Field(default="", max_length=24, title="证件号码")
    schooling: str = Field(default="", max_length=60, title="文化程度或在校生状况")
    health: str = Field(default="", max_length=60, title="健康状况")
    labour: str = Field(default="", max_length=40, title="劳动技能")


class Risk(Values):
    """A risk, when it was found, and since when it is gone."""

    label: Text = Field(title="风险")
    found_on: date = Field(title="发现时间")
    settled: str = Field(default="", max_length=80, title="消除情况")


class Measure(Values):
    """A measure with the person in charge, what arrived of it in each quarter of the year, and how it worked."""

    kind: Short = Field(title="帮扶措施")
    plan: Note = Field(title="帮扶内容")
    against: str = Field(default="", max_length=80, title="针对的风险")
    begins_on: date = Field(title="开始时间")
    due_on: date = Field(title="完成时间")
    person: Text = Field(title="责任人")
    telephone: str = Field(default="", max_length=40, title="责任人电话")
    quarters: list[str] = Field(min_length=4, max_length=4, title="各季度落实情况")
    effect: str = Field(default="", max_length=600, title="帮扶成效")


class Dated(Values):
    """Something that happened on a day: help outside of the plan, a check, a visit."""

    on: date = Field(title="日期")
    who: str = Field(default="", max_length=200, title="人员或单位")
    text: str = Field(default="", max_length=2000, title="情况")


class HelpBooklet(Imprint):
    """The booklet of one household for a year; kept at the household, not for publication."""

    addressee: Text = Field(title="制册单位")
    year: int = Field(ge=2015, le=2100, title="年度")
    village: Text = Field(title="村（社区）")
    group: Short = Field(title="村民小组")
    head: Short = Field(title="户主姓名")
    household_number: Short = Field(title="户编号")
    kind: str = Field(default="", max_length=60, title="户类型")
    category: Short = Field(title="监测对象类别")
    state: Short = Field(title="状态")
    identified_on: date | None = Field(default=None, title="识别日期")
    telephone: str = Field(default="", max_length=40, title="联系电话")
    address: str = Field(default="", max_length=200, title="家庭住址")
    members: list[Member] = Field(min_length=1, max_length=40, title="家庭成员")
    risks: list[Risk] = Field(default=[], max_length=40, title="返贫致贫风险")
    unanswered: list[Text] = Field(default=[], max_length=5, title="没有对应措施的风险")
    measures: list[Measure] = Field(default=[], max_length=60, title="帮扶措施")
    outside: list[Dated] = Field(default=[], max_length=60, title="计划外的帮扶")
    checks: list[Dated] = Field(default=[], max_length=40, title="季度核查")
    visits: list[Dated] = Field(default=[], max_length=60, title="入户走访")
    made_on: date = Field(title="制册日期")

    def dated_on(self) -> date:
        """The day the booklet was made out."""
        return self.made_on

    def subject(self) -> str:
        """The household whose booklet it is."""
        return self.household_number
