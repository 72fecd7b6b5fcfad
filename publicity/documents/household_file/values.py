"""What a household's file says: from the first lead to the last entry of its ledger (XZ08, HT15)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from publicity.documents.values import ROWS, Imprint, Text, Values

Said = Annotated[str, StringConstraints(max_length=600)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Fact(Values):
    """A fact with what it is called."""

    label: Text = Field(title="项目")
    text: Said = Field(default="", title="内容")


class Paper(Values):
    """A paper in the file: what, of which day, from whom, how long, and how it is known again."""

    kind: Text = Field(title="材料")
    on: Said = Field(default="", title="日期")
    who: Said = Field(default="", title="办理人")
    pages: Said = Field(default="", title="页数")
    digest: Said = Field(default="", title="校验码")
    remark: Said = Field(default="", title="备注")


class Person(Values):
    """A member of the household."""

    name: Text = Field(title="姓名")
    relation: Said = Field(default="", title="与户主关系")
    sex: Said = Field(default="", title="性别")
    identity_number: Said = Field(default="", title="证件号码")
    health: Said = Field(default="", title="健康状况")
    labour: Said = Field(default="", title="劳动技能")
    remark: Said = Field(default="", title="增减")


class Stage(Values):
    """A state that the household came to."""

    on: Said = Field(title="日期")
    state: Text = Field(title="状态")
    what: Said = Field(default="", title="办了什么")
    who: Said = Field(default="", title="办理人")


class Step(Values):
    """A step of a procedure, with the papers that were laid before it."""

    title: Text = Field(title="步骤")
    status: Said = Field(default="", title="办理情况")
    role: Said = Field(default="", title="岗位")
    who: Said = Field(default="", title="办理人")
    on: Said = Field(default="", title="办结日期")
    papers: Said = Field(default="", title="材料")


class Run(Values):
    """One time through a procedure."""

    title: Text = Field(title="程序")
    plan: Said = Field(default="", title="方案")
    period: Said = Field(default="", title="起止")
    status: Said = Field(default="", title="结果")
    steps: Sequence[Step] = Field(default=(), max_length=60, title="步骤")


class Hung(Values):
    """A notice on which the household stood."""

    title: Text = Field(title="公示")
    number: Said = Field(default="", title="编号")
    period: Said = Field(default="", title="公示期")
    places: Said = Field(default="", title="张贴地点")
    result: Said = Field(default="", title="结果")


class Voice(Values):
    """An objection, without who raised it."""

    receipt: Text = Field(title="回执号")
    on: Said = Field(default="", title="日期")
    text: Said = Field(default="", title="反映内容")
    finding: Said = Field(default="", title="调查情况")
    result: Said = Field(default="", title="结果")


class Aid(Values):
    """A risk, a measure, help that arrived, or a check of it."""

    kind: Text = Field(title="类别")
    on: Said = Field(default="", title="日期")
    text: Said = Field(default="", title="内容")
    who: Said = Field(default="", title="责任人")


class Line(Values):
    """An entry of the ledger with its seal."""

    sequence: int = Field(ge=1, title="序号")
    at: Said = Field(title="时间")
    who: Said = Field(default="", title="办理人")
    text: Said = Field(default="", title="事项")
    seal: Said = Field(default="", title="封印")


class HouseholdFile(Imprint):
    """一户一档: cover, contents, and everything that is known, with the digest of the record it was drawn from."""

    place: Text = Field(title="地址")
    head: Text = Field(title="户主")
    household_number: Text = Field(title="户编号")
    state: Text = Field(title="状态")
    facts: Sequence[Fact] = Field(default=(), max_length=60, title="基本情况")
    members: Sequence[Person] = Field(default=(), max_length=80, title="家庭成员")
    papers: Sequence[Paper] = Field(default=(), max_length=ROWS, title="目录")
    course: Sequence[Stage] = Field(default=(), max_length=ROWS, title="状态变化")
    runs: Sequence[Run] = Field(default=(), max_length=200, title="程序")
    notices: Sequence[Hung] = Field(default=(), max_length=ROWS, title="公示")
    voices: Sequence[Voice] = Field(default=(), max_length=ROWS, title="异议")
    aids: Sequence[Aid] = Field(default=(), max_length=ROWS, title="帮扶")
    entries: Sequence[Line] = Field(default=(), max_length=ROWS, title="台账")
    left_out: int = Field(default=0, ge=0, title="未印的台账条数")
    record_digest: Digest = Field(title="记录校验码")
    made_by: Text = Field(title="制作人")
    office: Text = Field(title="制作单位")
    made_on: date = Field(title="制作日期")

    def dated_on(self) -> date:
        """The day on which it was made."""
        return self.made_on

    def subject(self) -> str:
        """The household it is about."""
        return self.household_number
