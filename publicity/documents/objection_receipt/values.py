"""What the receipt of an objection says."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from publicity.documents.letters import Letter
from publicity.documents.values import Address, Contact, Short, Text


class ObjectionReceipt(Letter):
    """The number by which the answer can be asked for; says nothing of what was objected, or against whom."""

    notice: Text = Field(title="公示编号")
    channel: Short = Field(title="反映方式")
    received_on: date = Field(title="受理日期")
    public_url: Address = Field(title="查询网址")
    contact: Contact = Field(title="受理单位")
