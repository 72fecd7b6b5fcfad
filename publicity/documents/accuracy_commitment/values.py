"""What a commitment to the accuracy of data says: which data, by their digest, and who answers for them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from publicity.documents.letters import Letter, Persons
from publicity.documents.values import Short, Text, Values

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Signatory(Values):
    """Somebody who answers for the data, with the post."""

    post: Text = Field(title="职务")
    name: Short = Field(title="姓名")


class Lower(Values):
    """The commitment of a place below, on which this one rests."""

    place: Text = Field(title="承诺单位")
    number: Text = Field(title="承诺书编号")
    households: Persons = Field(title="户数")
    persons: Persons = Field(title="人口数")
    mark: Short = Field(title="数据指纹")


class AccuracyCommitment(Letter):
    """The data of a place as they stood on a day: counts, digest, the commitments below, and the signatories."""

    level: Literal["village", "township", "county"] = Field(title="层级")
    place: Text = Field(title="承诺地区")
    to: Text = Field(title="报送单位")
    basis: Text = Field(title="依据")
    as_of: date = Field(title="数据截至日期")
    households: Persons = Field(title="户数")
    persons: Persons = Field(title="人口数")
    amounts: Persons = Field(title="收入笔数")
    digest: Digest = Field(title="数据指纹")
    lower: list[Lower] = Field(default=[], max_length=400, title="下级承诺")
    signatories: list[Signatory] = Field(min_length=1, max_length=4, title="承诺人")

    @property
    def lines(self) -> list[str]:
        """The title's lines."""
        return [f"{self.place}信息数据", "准确性承诺书"]

    @property
    def groups(self) -> list[str]:
        """The digest in groups of eight, as it is compared by eye."""
        return [self.digest[at : at + 8] for at in range(0, 64, 8)]

    @property
    def responsible(self) -> str:
        """Of whom the signatories are the leaders."""
        words = {"village": "包村领导", "township": "党政主要负责人", "county": "领导小组组长"}
        return words[self.level]
