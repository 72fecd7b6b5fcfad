"""What the full list of a notice says, for the file and for nobody outside the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from publicity.documents.values import ROWS, Imprint, Persons, Posting, Short, Text, Values

LastFour = Annotated[str, StringConstraints(pattern=r"^(\d{3}[\dXx]|—)$")]


class Filed(Values):
    """A household of the list with what the file needs to find it and to bear out why it is there."""

    place: Text = Field(title="村和村民小组")
    number: Short = Field(title="户编号")
    head: Text = Field(title="户主姓名")
    identity: LastFour = Field(default="—", title="证件号码后四位")
    persons: Persons = Field(title="家庭人口数")
    act: Short = Field(title="事项")
    kind: Short = Field(title="类别或方式")
    income: Short = Field(default="—", title="人均纯收入（元）")
    basis: Text = Field(title="认定依据")


class FileCopy(Imprint):
    """The same households as on the wall, in the same order and edition, with the check code of what hangs."""

    title: list[Text] = Field(min_length=1, max_length=5, title="标题")
    check: Short = Field(title="张贴件校验码")
    basis: Text = Field(title="依据")
    rows: Sequence[Filed] = Field(min_length=1, max_length=ROWS, title="名单")
    posting: Posting = Field(title="公示期")
    announces: bool = Field(default=False, title="是否公告")
    issuer: Text = Field(title="署名单位")
    issued_on: date = Field(title="成文日期")

    def dated_on(self) -> date:
        """The day of the paper on the wall."""
        return self.issued_on

    @property
    def kind(self) -> str:
        """What it is the file copy of."""
        return "公告" if self.announces else "公示"
