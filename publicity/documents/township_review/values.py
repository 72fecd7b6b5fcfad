"""What the township's review sheet of a household says."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from publicity.documents.letters import Letter, Told
from publicity.documents.values import Note, Persons, Short, Text


class TownshipReview(Letter):
    """What the village sent up, what the township found, and its opinion; for the file, not for publication."""

    household: Short = Field(title="户编号")
    head: Short = Field(title="户主姓名")
    village: Text = Field(title="村（社区）")
    group: Text = Field(title="村民小组")
    persons: Persons = Field(title="家庭人口数")
    act: Text = Field(title="审核事项")
    village_work: list[Told] = Field(min_length=1, max_length=20, title="村级程序")
    township_work: list[Told] = Field(default=[], max_length=20, title="乡镇核实")
    opinion: Literal["agree", "return"] = Field(title="审核意见")
    grounds: Note = Field(title="意见说明")
    reports_to: Text = Field(title="上报单位")

    def subject(self) -> str:
        """The household that the sheet is about."""
        return self.household
