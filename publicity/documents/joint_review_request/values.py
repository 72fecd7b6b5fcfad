"""What the letter to a department for the joint review says."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from publicity.documents.letters import Letter
from publicity.documents.values import ROWS, Short, Text, Values


class Compared(Values):
    """A person to compare, with the household it belongs to; the letter stays between the offices."""

    number: Short = Field(title="户编号")
    head: Short = Field(title="户主姓名")
    village: Text = Field(title="村（社区）")
    act: Short = Field(title="事项")
    name: Short = Field(title="家庭成员姓名")
    identity_number: Short = Field(title="证件号码")


class JointReviewRequest(Letter):
    """Whom to compare, for what, and until when the answer is wanted."""

    to: Text = Field(title="主送单位")
    basis: Text = Field(title="依据")
    matters: Text = Field(title="比对内容")
    answer_by: date = Field(title="答复期限")
    households: int = Field(ge=1, le=ROWS, title="户数")
    people: list[Compared] = Field(min_length=1, max_length=ROWS, title="比对名单")
    contact: Short = Field(title="联系人")
    telephone: Short = Field(title="联系电话")

    @property
    def lines(self) -> list[str]:
        """The title's lines."""
        return [self.issuer, "关于商请开展防止返贫监测对象部门联审的函"]
