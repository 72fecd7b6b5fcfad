"""What an application with promise and authorisation says."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from publicity.documents.values import Imprint, Note, Proxy, Short, Text, Values

IdentityNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]{15}$|^[0-9]{17}[0-9X]$")]


class Member(Values):
    """A person of the household, whose affairs may be looked into once the form is signed."""

    name: Short = Field(title="姓名")
    relation: Short = Field(title="与户主关系")
    identity_number: IdentityNumber | None = Field(default=None, title="身份证号码")  # a newborn has none yet


class ApplicationAuthorisation(Imprint):
    """One household's application; not for publication, so identity numbers may stand on it.

    `every_member` gives each member a place to sign, where the plan asks for more than the head's signature.
    """

    addressee: Text = Field(title="受理单位")
    household_number: str = Field(default="", max_length=40, title="户编号")
    village: Text = Field(title="村（社区）")
    group: Short = Field(title="村民小组")
    head: Short = Field(title="户主姓名")
    telephone: Short | None = Field(default=None, title="联系电话")
    members: list[Member] = Field(min_length=1, max_length=20, title="家庭成员")
    channel: Short = Field(default="农户自主申报", title="发现渠道")
    objects: Text = Field(default="防止返贫监测对象", title="对象名称")
    difficulties: Note = Field(title="主要困难")
    scopes: list[Text] = Field(min_length=1, max_length=20, title="授权查询内容")
    departments: list[Text] = Field(min_length=1, max_length=30, title="授权查询单位")
    valid_until: date | None = Field(default=None, title="授权截止日")
    every_member: bool = Field(default=False, title="全体成员签字")
    proxy: Proxy | None = Field(default=None, title="代写人")
    made_on: date = Field(title="制表日期")

    def dated_on(self) -> date:
        """The day the form was made out."""
        return self.made_on

    def subject(self) -> str:
        """The household that fills it in."""
        return self.household_number
