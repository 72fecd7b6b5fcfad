"""What a household that is not taken in is told."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from publicity.documents.letters import Letter
from publicity.documents.values import Contact, Note, Short, Text


class DeclineNotice(Letter):
    """The result with its reason, and how, where and until when a re-check can be asked for."""

    household: Short = Field(title="户编号")
    head: Short = Field(title="户主姓名")
    village: Text = Field(title="村（社区）")
    group: Text = Field(title="村民小组")
    objects: Text = Field(default="防止返贫监测对象", title="对象名称")
    basis: Text = Field(title="依据")
    reason: Note = Field(title="不予纳入的理由")
    recheck_until: date = Field(title="申请复核的期限")
    contact: Contact = Field(title="受理单位")

    def subject(self) -> str:
        """The household that the paper is about."""
        return self.household
