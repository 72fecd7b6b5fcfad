"""What a request to open a platform for entries says."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from publicity.documents.letters import Letter, Persons
from publicity.documents.values import Note, Short, Text, Values


class Village(Values):
    """A village whose data shall be entered, in numbers."""

    village: Text = Field(title="村（社区）")
    households: Persons = Field(title="户数")
    persons: Persons = Field(title="人口数")
    monitored: Persons = Field(title="监测对象户数")
    income: Persons = Field(title="已采集收入户数")


class Promise(Values):
    """A commitment to the accuracy of the data that shall be entered."""

    place: Text = Field(title="承诺单位")
    number: Text = Field(title="承诺书编号")


class PermissionRequest(Letter):
    """The platform, the days, what shall be entered, and who answers for it; goes upwards, so a leader signs."""

    to: Text = Field(title="主送机关")
    signer: Short = Field(title="签发人")
    place: Text = Field(title="申请地区")
    platform: Text = Field(title="申请开放的系统")
    phase: Text = Field(title="工作阶段")
    basis: Text = Field(title="依据")
    progress: Note = Field(title="工作进展")
    since: date = Field(title="开放日期")
    until: date = Field(title="关闭日期")
    contents: list[Text] = Field(min_length=1, max_length=20, title="拟录入内容")
    villages: list[Village] = Field(min_length=1, max_length=400, title="拟录入信息清单")
    promises: list[Promise] = Field(default=[], max_length=400, title="准确性承诺")
    contact: Short = Field(title="联系人")
    telephone: Short = Field(title="联系电话")

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.until < self.since:
            raise ValueError("关闭日期早于开放日期")
        return self

    @property
    def lines(self) -> list[str]:
        """The title's lines."""
        return [self.issuer, f"关于申请开放{self.platform}", "录入权限的请示"]

    @property
    def households(self) -> int:
        """How many households all villages have together."""
        return sum(one.households for one in self.villages)

    @property
    def persons(self) -> int:
        """How many persons."""
        return sum(one.persons for one in self.villages)

    @property
    def monitored(self) -> int:
        """How many monitored households."""
        return sum(one.monitored for one in self.villages)

    @property
    def income(self) -> int:
        """How many households whose income was collected."""
        return sum(one.income for one in self.villages)
