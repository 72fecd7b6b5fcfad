"""What the minutes of an appraisal say: the households on the agenda, the votes on each, and who came and signed.

Before the meeting the same paper is blank: the households with what may be said of them aloud, and seats to sign in.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from publicity.documents.values import Imprint, Persons, Public, Short, Text, Values, public

Aloud = Annotated[str, StringConstraints(max_length=200), AfterValidator(public)]


class Candidate(Values):
    """A household on the agenda with what may be said aloud, and its vote once one was taken."""

    group: Public = Field(title="村民小组")
    head: Public = Field(title="户主姓名")
    persons: Persons = Field(title="家庭人口数")
    kind: Public = Field(title="户类型")
    proposed: Public = Field(title="评议事项")
    facts: Aloud = Field(default="", title="核查情况")
    agree: int | None = Field(default=None, ge=0, le=100000, title="同意票")
    against: int | None = Field(default=None, ge=0, le=100000, title="反对票")
    abstain: int | None = Field(default=None, ge=0, le=100000, title="弃权票")
    passed: bool | None = Field(default=None, title="是否通过")


class Attendee(Values):
    """Somebody on the roster; `signed` once the roster came back."""

    name: Short = Field(title="姓名")
    capacity: Short = Field(title="身份")
    signed: bool = Field(default=False, title="已签到")


class AppraisalMinutes(Imprint):
    """The minutes of one meeting; kept in the file, not for publication.

    Without `held_on` it is the blank form for the meeting; `seats` are empty lines of the roster.
    """

    meeting: Text = Field(title="会议名称")
    addressee: Text = Field(title="存档单位")
    village: Text = Field(title="村（社区）")
    held_on: date | None = Field(default=None, title="会议日期")
    held_as: str = Field(default="", max_length=40, title="会议形式")
    instead_because: str = Field(default="", max_length=400, title="改开扩大会议的原因")
    place: str = Field(default="", max_length=60, title="会议地点")
    chair: str = Field(default="", max_length=30, title="主持人")
    recorder: str = Field(default="", max_length=30, title="记录人")
    eligible: int | None = Field(default=None, ge=1, le=100000, title="应到人数")
    votes: bool = Field(default=True, title="逐户表决")
    rule: Text = Field(title="有效条件")
    candidates: list[Candidate] = Field(min_length=1, max_length=600, title="评议名单")
    roster: list[Attendee] = Field(default=[], max_length=2000, title="签到册")
    seats: int = Field(default=0, ge=0, le=200, title="签到册空行数")
    conclusion: str = Field(default="", max_length=600, title="会议结论")
    made_on: date = Field(title="制表日期")

    def dated_on(self) -> date:
        """The day the paper was made out."""
        return self.made_on

    @property
    def present(self) -> int:
        """How many came."""
        return len(self.roster)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        for one in self.candidates:
            told = [count for count in (one.agree, one.against, one.abstain) if count is not None]
            if told and sum(told) != self.present:
                raise ValueError(f"“{one.head}”户票数{sum(told)}与到会人数{self.present}不符")
        return self
